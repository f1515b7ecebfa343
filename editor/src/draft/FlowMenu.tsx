/** The menu behind the three dots; it opens as soon as it is there. */
import { Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { useLocation } from "wouter";
import { createFlow } from "../calls";
import { DeleteFlow } from "../components/DeleteFlow";
import { saveAsFile } from "../components/saveAsFile";
import { MAX_NAME } from "../model/actions";
import { useMay } from "../queries/useMay";
import type { Flow } from "../types";
import { Description } from "./Description";
import { useDraft } from "./DraftContext";
import { PublishNamed } from "./PublishNamed";
import "../i18n/history";
import { MenuButton } from "./MenuButton";
import type { Desk } from "./useDesk";

interface Props {
  flow: Flow;
  desk: Desk;
  onPublish: (name: string) => Promise<boolean>;
  onUnpublish: () => void;
}

export default function FlowMenu({ flow, desk, onPublish, onUnpublish }: Props) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { autosave } = useDraft();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isDeleting, deleting] = useDisclosure(false);
  const [isDescribing, describing] = useDisclosure(false);
  const [mayEdit, mayPublish] = [useMay("edit_flows"), useMay("publish_flows")];
  const [isNaming, naming] = useDisclosure(false);
  const [isBusy, setBusy] = useState(false);
  const { name } = autosave.newest;

  useEffect(() => {
    // This button has taken the place of the one that was pressed.
    button.current?.focus();
    setOpen(true);
  }, []);

  async function duplicate() {
    setBusy(true);
    try {
      const copy = t("tools.menu.copyOf", { name }).slice(0, MAX_NAME);
      const made = await createFlow({ ...autosave.newest, name: copy });
      go(`/flows/${made.id}`);
    } catch (error) {
      desk.say({ text: t("tools.menu.failed", { sentence: (error as Error).message }), isTrouble: true });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <Menu position="bottom-end" withinPortal opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <MenuButton ref={button} isBusy={isBusy} />
        </Menu.Target>
        <Menu.Dropdown>
          {mayEdit && <Menu.Item onClick={describing.open}>{t("tools.menu.description")}</Menu.Item>}
          {mayEdit && <Menu.Item onClick={() => void duplicate()}>{t("tools.menu.duplicate")}</Menu.Item>}
          <Menu.Item onClick={() => saveAsFile(autosave.newest, autosave.newest.name)}>
            {t("draft.menu.download")}
          </Menu.Item>
          {mayPublish && <Menu.Item onClick={naming.open}>{t("history.versions.publishNamed")}</Menu.Item>}
          {mayPublish && flow.isActive && (
            <Menu.Item onClick={onUnpublish}>{t("draft.publish.unpublish")}</Menu.Item>
          )}
          {mayEdit && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" c="red" onClick={deleting.open}>
                {t("tools.menu.delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <PublishNamed isOpen={isNaming} onClose={naming.close} onPublish={onPublish} />
      <Description isOpen={isDescribing} onClose={describing.close} />
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
