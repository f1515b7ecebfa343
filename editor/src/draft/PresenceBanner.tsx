/** Who else has this flow open, and that somebody saved it meanwhile: it warns and never blocks. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { getFlow, type Presence } from "../calls";
import { isolate } from "../i18n/format";
import "../i18n/history";
import { replaceDocument } from "../model/actions";
import { documentOf } from "../model/store";
import { useDraft, useSaveState } from "./DraftContext";
import { Strip, StripButton } from "./Strip";
import { savedOf } from "./saveFlow";
import type { Desk } from "./useDesk";
import { usePresence } from "./usePresence";

export default function PresenceBanner({ desk }: { desk: Desk }) {
  const presence = usePresence();
  if (presence === null) return null;
  return (
    <>
      <Others others={presence.others} />
      <ChangedElsewhere presence={presence} desk={desk} />
    </>
  );
}

function Others({ others }: { others: Presence["others"] }) {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  const nameOf = ({ isYou, name }: Presence["others"][number]) =>
    isYou ? t("history.presence.you") : isolate(name);
  const editing = [...new Set(others.filter(({ isEditing }) => isEditing).map(nameOf))];
  const names = [...new Set(others.map(nameOf))];
  const key = editing.length > 0 ? "editing" : "open";
  const list = (editing.length > 0 ? editing : names).join(", ");
  return <Strip look="calm" text={t(`history.presence.${key}`, { names: list })} />;
}

/** Told while nothing of ours waits to be saved: else the save itself asks. */
function ChangedElsewhere({ presence, desk }: { presence: Presence; desk: Desk }) {
  const { t } = useTranslation();
  const { flowId, store, autosave } = useDraft();
  const { kind } = useSaveState();
  const [passed, setPassed] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const { revision, savedBy } = presence;
  const isNeeded = desk.notice?.isStale === true;
  useEffect(() => {
    if (isNeeded) setPassed(0);
  }, [isNeeded]);
  if (kind !== "saved" || revision <= autosave.base.revision || revision <= passed) return null;

  async function load() {
    // Whoever only looks has nothing to undo: the page as it is now.
    if (store.getState().isReadOnly) return window.location.reload();
    setBusy(true);
    const before = documentOf(store.getState());
    try {
      const theirs = savedOf(await getFlow(flowId));
      if (documentOf(store.getState()) !== before) {
        desk.say({ text: t("history.presence.notLoaded"), isTrouble: true });
        return;
      }
      store.getState().act(replaceDocument(theirs.document));
      autosave.rebase(theirs);
    } catch (error) {
      desk.say({ text: (error as Error).message, isTrouble: true });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Strip look="news" text={t("history.presence.changed", { name: isolate(savedBy ?? "") })}>
      <StripButton label={t("history.presence.load")} isBusy={isBusy} onClick={() => void load()} />
      <StripButton label={t("history.presence.goOn")} onClick={() => setPassed(revision)} />
    </Strip>
  );
}
