/** Offers the changes of an earlier visit that never reached the server. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../i18n/format";
import { replaceDocument } from "../model/actions";
import { browserShelf, drop } from "../storage";
import type { Saved } from "./autosave";
import { useDraft } from "./DraftContext";
import { keep, type Rescued } from "./rescue";
import { Strip, StripButton } from "./Strip";

export default function RescueStrip() {
  const { t } = useTranslation();
  const { store, autosave, place, rescued } = useDraft();
  const [left, setLeft] = useState(rescued);
  const [newest] = left;
  if (newest === undefined) return null;

  const hide = (entry: Rescued) => setLeft(left.filter((other) => other !== entry));

  function discard(entry: Rescued) {
    drop(browserShelf(), entry.key);
    hide(entry);
  }

  async function restore(entry: Rescued) {
    // What is on its way first: its answer would be taken for one about these changes.
    await autosave.flush();
    const state = autosave.state();
    const theirs = state.kind === "conflict" ? state.theirs : autosave.base;
    if (theirs.revision !== entry.revision) autosave.meet(entry.document, baseOf(entry, theirs), theirs);
    store.getState().act(replaceDocument(entry.document));
    // Kept under this visit's name before the old one goes, so that there is no moment without a copy.
    if (keep(browserShelf(), { ...entry, key: place })) drop(browserShelf(), entry.key);
    hide(entry);
  }

  const when = formatDateTime(new Date(newest.at).toISOString());
  return (
    <Strip look="news" text={t("draft.rescue.title", { when })}>
      <StripButton label={t("draft.rescue.restore")} onClick={() => void restore(newest)} />
      <StripButton label={t("draft.rescue.discard")} onClick={() => discard(newest)} />
    </Strip>
  );
}

/** What the changes began from; where it was not kept, what is there now stands in for it. */
const baseOf = ({ revision, base }: Rescued, theirs: Saved): Saved =>
  base ? { revision, document: base } : { revision, document: theirs.document, isGuessed: true };
