/** Whether the draft is saved, in a word; or that it can only be looked at. */
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import classes from "./bar.module.css";
import { useSaveState } from "./DraftContext";

export function SaveStatus() {
  const { t } = useTranslation();
  const { kind } = useSaveState();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return (
    <span role="status" data-state={kind} className={classes.status}>
      <span className={classes.dot} aria-hidden="true" />
      <span>{t(isReadOnly ? "draft.save.short.viewOnly" : `draft.save.short.${kind}`)}</span>
    </span>
  );
}
