/** What is rarely done with a flow: take it off, download, duplicate or delete it. */
import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { createFlow } from "../calls";
import { DeleteFlow } from "../components/DeleteFlow";
import { saveAsFile } from "../components/downloadFlow";
import { MoreIcon } from "../components/icons";
import { MAX_NAME } from "../model/actions";
import type { Flow } from "../types";
import { useDraft } from "./DraftContext";
import type { Desk } from "./useDesk";

interface Props {
  flow: Flow;
  desk: Desk;
  onUnpublish: () => void;
}

export function MoreMenu({ flow, desk, onUnpublish }: Props) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { autosave } = useDraft();
  const [isDeleting, deleting] = useDisclosure(false);
  const [isBusy, setBusy] = useState(false);
  const { name } = autosave.newest;

  async function duplicate() {
    setBusy(true);
    try {
      const copy = t("draft.menu.copyOf", { name }).slice(0, MAX_NAME);
      const made = await createFlow({ ...autosave.newest, name: copy });
      go(`/flows/${made.id}`);
    } catch (error) {
      desk.say({ text: t("draft.menu.failed", { sentence: (error as Error).message }), isTrouble: true });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            loading={isBusy}
            aria-label={t("draft.menu.label")}
          >
            <MoreIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void duplicate()}>{t("draft.menu.duplicate")}</Menu.Item>
          <Menu.Item onClick={() => saveAsFile(autosave.newest, autosave.newest.name)}>
            {t("draft.menu.download")}
          </Menu.Item>
          {flow.isActive && <Menu.Item onClick={onUnpublish}>{t("draft.publish.unpublish")}</Menu.Item>}
          <Menu.Divider />
          <Menu.Item color="red" onClick={deleting.open}>
            {t("draft.menu.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteFlow
        flow={{ id: flow.id, name }}
        isOpen={isDeleting}
        onClose={deleting.close}
        onDeleted={() => {
          // There is nothing left to save to.
          autosave.rebase({ ...autosave.base, document: autosave.newest });
          go("/flows");
        }}
      />
    </>
  );
}
