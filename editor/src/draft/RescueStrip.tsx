/** Offers the changes of an earlier visit that never reached the server. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../i18n/format";
import { replaceDocument } from "../model/actions";
import { useDraft } from "./DraftContext";
import { drop, keep, type Rescued } from "./rescue";
import { Strip, StripButton } from "./Strip";

export function RescueStrip() {
  const { t } = useTranslation();
  const { store, autosave, place, rescued } = useDraft();
  const [left, setLeft] = useState(rescued);
  const [newest] = left;
  if (newest === undefined) return null;

  function done(entry: Rescued) {
    drop(localStorage, entry.key);
    setLeft(left.filter((other) => other !== entry));
  }

  function restore(entry: Rescued) {
    store.getState().act(replaceDocument(entry.document));
    // Kept under this visit's name before the old one goes, so that there is no moment without a copy.
    keep(localStorage, { ...entry, key: place, revision: autosave.base.revision });
    done(entry);
  }

  const when = formatDateTime(new Date(newest.at).toISOString());
  return (
    <Strip look="news" text={t("draft.rescue.title", { when })}>
      <StripButton label={t("draft.rescue.restore")} onClick={() => restore(newest)} />
      <StripButton label={t("draft.rescue.discard")} onClick={() => done(newest)} />
    </Strip>
  );
}
