/** Why the draft is not saved, and what can be done about it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveAsFile } from "../components/saveAsFile";
import type { SaveState } from "./autosave";
import { useDraft, useIsKept, useSaveState } from "./DraftContext";
import { Strip, StripButton } from "./Strip";
import type { Desk } from "./useDesk";
import { useSaveAsNew } from "./useSaveAsNew";

export function SaveStrip({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const state = useSaveState();
  const { autosave } = useDraft();
  const isKept = useIsKept();
  const key = sentenceOf(state);
  if (key === null) return null;
  const why = t(`draft.save.${key}`, { sentence: state.kind === "refused" ? state.sentence : "" });
  return (
    <Strip look="trouble" text={`${why} ${t(isKept ? "draft.save.kept" : "draft.save.notKept")}`}>
      {!isKept && (
        <StripButton
          label={t("draft.menu.download")}
          onClick={() => saveAsFile(autosave.newest, autosave.newest.name)}
        />
      )}
      {state.kind === "offline" && (
        <StripButton label={t("draft.save.tryAgain")} onClick={() => autosave.retry()} />
      )}
      {state.kind === "conflict" && (
        <StripButton label={t("draft.save.decide")} onClick={() => desk.setConflictOpen(true)} />
      )}
      {key === "gone" && <SaveAsNew />}
    </Strip>
  );
}

function sentenceOf(state: SaveState) {
  switch (state.kind) {
    case "offline":
      return state.reason === "server" ? "server" : "offline";
    case "unsaved":
      return state.isSignedOut ? "signedOut" : null;
    case "refused":
      return state.isGone ? "gone" : "refused";
    case "conflict":
      return "conflict";
    default:
      return null;
  }
}

function SaveAsNew() {
  const { t } = useTranslation();
  const { autosave } = useDraft();
  const saveAsNew = useSaveAsNew();
  const [isBusy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    await saveAsNew(autosave.newest.name, () =>
      autosave.rebase({ ...autosave.base, document: autosave.newest }),
    ).catch(() => setBusy(false));
  }

  return <StripButton label={t("draft.save.saveAsNew")} isBusy={isBusy} onClick={() => void save()} />;
}
