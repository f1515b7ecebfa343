/** Whether the draft is saved, in a word. */
import { useTranslation } from "react-i18next";
import classes from "./bar.module.css";
import { useSaveState } from "./DraftContext";

export function SaveStatus() {
  const { t } = useTranslation();
  const { kind } = useSaveState();
  return (
    <span role="status" data-state={kind} className={classes.status}>
      <span className={classes.dot} aria-hidden="true" />
      <span>{t(`draft.save.short.${kind}`)}</span>
    </span>
  );
}
