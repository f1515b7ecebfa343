/** Which version is live, and whether the draft differs from it. */
import { useTranslation } from "react-i18next";
import type { Flow } from "../types";
import classes from "./bar.module.css";
import { useDraft, useSaveState } from "./DraftContext";

export function LiveNote({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const { autosave } = useDraft();
  const { kind } = useSaveState();
  const version = flow.publishedVersion;
  const isChanged =
    flow.publishedRevision !== null &&
    (kind !== "saved" || flow.publishedRevision !== autosave.base.revision);
  const look = !flow.isActive ? "off" : isChanged ? "behind" : "live";
  const text = {
    off: t("draft.publish.notLive"),
    behind: t("draft.publish.changedSince", { version }),
    live: t("draft.publish.live", { version }),
  }[look];
  return (
    <span className={classes.live} data-look={look} title={text}>
      {text}
    </span>
  );
}
