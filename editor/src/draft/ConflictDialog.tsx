/** Somebody else saved the flow: says what differs, and lets the person choose. */
import { Button, Modal, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { useOpened } from "../components/later";
import "../i18n/history";
import { formatDateTime } from "../i18n/format";
import { replaceDocument } from "../model/actions";
import type { FlowNode } from "../model/document";
import { rebase } from "../model/rebase";
import { say } from "../model/words";
import type { Saved } from "./autosave";
import { type Difference, differenceOf } from "./compare";
import { useDraft } from "./DraftContext";
import classes from "./history.module.css";
import { useSaveAsNew } from "./useSaveAsNew";

interface Props {
  theirs: Saved;
  isOpen: boolean;
  onClose: () => void;
  /** Show both documents on the canvas. */
  onSee: () => void;
}

export default function ConflictDialog({ theirs, isOpen, onClose, onSee }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={useOpened(isOpen)}
      onClose={onClose}
      title={t("history.conflict.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("history.conflict.later") }}
    >
      <Choice theirs={theirs} onSee={onSee} />
    </Modal>
  );
}

function Choice({ theirs, onSee }: Pick<Props, "theirs" | "onSee">) {
  const { t } = useTranslation();
  const { autosave, store } = useDraft();
  const saveAsNew = useSaveAsNew();
  const { base, newest } = autosave;

  function takeTheirs() {
    store.getState().act(replaceDocument(theirs.document));
    autosave.rebase(theirs);
  }

  const merged = useMemo(() => rebase(base.document, newest, theirs.document), [base, newest, theirs]);

  function keepBoth() {
    store.getState().act(replaceDocument(merged.document));
    autosave.rebase(theirs);
  }

  const copy = useMutation({
    mutationFn: () => saveAsNew(t("history.conflict.copyName", { name: newest.name }), takeTheirs),
  });
  return (
    <Stack>
      <Text size="sm">{t("history.conflict.who")}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Side title={t("history.conflict.mineTitle")} difference={differenceOf(base.document, newest)} />
        {!base.isGuessed && (
          <Side
            title={t("history.conflict.theirsTitle")}
            note={theirs.savedAt && t("history.conflict.savedAt", { when: formatDateTime(theirs.savedAt) })}
            difference={differenceOf(base.document, theirs.document)}
          />
        )}
      </SimpleGrid>
      <Button variant="light" onClick={onSee}>
        {t("history.conflict.see")}
      </Button>
      <ErrorNote error={copy.error} />
      <div className={classes.options}>
        {!base.isGuessed && (
          <Option
            label={t("history.conflict.keepBoth")}
            help={
              merged.clashes === 0
                ? t("history.conflict.keepBothHelp")
                : t("history.conflict.keepBothClash", { count: merged.clashes })
            }
            onClick={keepBoth}
          />
        )}
        <Option
          label={t("history.conflict.asNew")}
          help={t("history.conflict.asNewHelp")}
          isBusy={copy.isPending}
          onClick={() => copy.mutate()}
        />
        <Option
          label={t("history.conflict.takeTheirs")}
          help={t("history.conflict.takeTheirsHelp")}
          onClick={takeTheirs}
        />
        <Option
          label={t("history.conflict.keepMine")}
          help={t("history.conflict.keepMineHelp")}
          onClick={() => autosave.rebase(theirs)}
        />
      </div>
    </Stack>
  );
}

function Side({ title, note, difference }: { title: string; note?: string; difference: Difference }) {
  const { t } = useTranslation();
  const { added, changed, removed, areWiresChanged, isRenamed, isOtherwise } = difference;
  const lines = [
    areWiresChanged && t("history.conflict.wires"),
    isRenamed && t("history.conflict.renamed"),
    isOtherwise && t("history.conflict.otherwise"),
  ].filter((line) => line !== false);
  const isNothing = lines.length + added.length + changed.length + removed.length === 0;
  return (
    <Paper withBorder p="sm" miw={0}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
      <Stack gap={6} mt={4}>
        <Nodes title={t("history.conflict.added", { count: added.length })} nodes={added} />
        <Nodes title={t("history.conflict.changed", { count: changed.length })} nodes={changed} />
        <Nodes title={t("history.conflict.removed", { count: removed.length })} nodes={removed} />
        {(isNothing ? [t("history.conflict.nothing")] : lines).map((line) => (
          <Text key={line} size="sm">
            {line}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}

const MAX_NAMED = 5;

/** The nodes in the words of their cards. */
function Nodes({ title, nodes }: { title: string; nodes: readonly FlowNode[] }) {
  const { t } = useTranslation();
  const { types } = useDraft().store.getState();
  if (nodes.length === 0) return null;
  const more = nodes.length - MAX_NAMED;
  return (
    <div>
      <Text size="sm">{title}</Text>
      {nodes.slice(0, MAX_NAMED).map((node) => {
        const words = say(node, types.get(node.type), t);
        return (
          <Foreign key={node.id} text={`${words.title}: ${words.sentence}`} size="xs" c="dimmed" oneLine />
        );
      })}
      {more > 0 && (
        <Text size="xs" c="dimmed">
          {t("history.conflict.more", { count: more })}
        </Text>
      )}
    </div>
  );
}

function Option({
  label,
  help,
  isBusy = false,
  onClick,
}: {
  label: string;
  help: string;
  isBusy?: boolean;
  onClick: () => void;
}) {
  return (
    <>
      <BusyButton variant="default" size="sm" isBusy={isBusy} onClick={onClick}>
        {label}
      </BusyButton>
      <Text size="sm" c="dimmed">
        {help}
      </Text>
    </>
  );
}
