/** Somebody else saved the flow: says what differs, and lets the person choose. */
import { Button, Group, Modal, Paper, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../components/ErrorNote";
import { useOpened } from "../components/later";
import { replaceDocument } from "../model/actions";
import type { Saved } from "./autosave";
import { type Difference, differenceOf } from "./compare";
import { useDraft } from "./DraftContext";
import { useSaveAsNew } from "./useSaveAsNew";

interface Props {
  theirs: Saved;
  isOpen: boolean;
  onClose: () => void;
}

export default function ConflictDialog({ theirs, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={useOpened(isOpen)}
      onClose={onClose}
      title={t("draft.conflict.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("draft.conflict.later") }}
    >
      <Choice theirs={theirs} />
    </Modal>
  );
}

function Choice({ theirs }: { theirs: Saved }) {
  const { t } = useTranslation();
  const { autosave, store } = useDraft();
  const saveAsNew = useSaveAsNew();
  const { base, newest } = autosave;

  function takeTheirs() {
    store.getState().act(replaceDocument(theirs.document));
    autosave.rebase(theirs);
  }

  const copy = useMutation({
    mutationFn: () => saveAsNew(t("draft.conflict.copyName", { name: newest.name }), takeTheirs),
  });
  return (
    <Stack>
      <Text size="sm">{t("draft.conflict.who")}</Text>
      <Group grow align="stretch">
        <Side title={t("draft.conflict.mine")} difference={differenceOf(base.document, newest)} />
        <Side title={t("draft.conflict.theirs")} difference={differenceOf(base.document, theirs.document)} />
      </Group>
      <ErrorNote error={copy.error} />
      <Option
        label={t("draft.conflict.asNew")}
        help={t("draft.conflict.asNewHelp")}
        isBusy={copy.isPending}
        onClick={() => copy.mutate()}
      />
      <Option
        label={t("draft.conflict.takeTheirs")}
        help={t("draft.conflict.takeTheirsHelp")}
        onClick={takeTheirs}
      />
      <Option
        label={t("draft.conflict.keepMine")}
        help={t("draft.conflict.keepMineHelp")}
        onClick={() => autosave.rebase(theirs)}
      />
    </Stack>
  );
}

function Side({ title, difference }: { title: string; difference: Difference }) {
  const { t } = useTranslation();
  const { added, changed, removed } = difference;
  const lines = [
    added > 0 && t("draft.conflict.added", { count: added }),
    changed > 0 && t("draft.conflict.changed", { count: changed }),
    removed > 0 && t("draft.conflict.removed", { count: removed }),
    difference.areWiresChanged && t("draft.conflict.wires"),
    difference.isRenamed && t("draft.conflict.renamed"),
    difference.isOtherwise && t("draft.conflict.otherwise"),
  ].filter((line) => line !== false);
  return (
    <Paper withBorder p="sm">
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {(lines.length > 0 ? lines : [t("draft.conflict.nothing")]).map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Paper>
  );
}

function Option({
  label,
  help,
  isBusy,
  onClick,
}: {
  label: string;
  help: string;
  isBusy?: boolean;
  onClick: () => void;
}) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {help}
      </Text>
      <Button variant="default" size="sm" loading={isBusy} onClick={onClick} miw="14rem">
        {label}
      </Button>
    </Group>
  );
}
