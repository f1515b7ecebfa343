/** How much is wrong with the flow; opens the list. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CheckIcon, TodoIcon, WarningIcon } from "../components/icons";
import { useEditor } from "../model/EditorContext";
import classes from "./bar.module.css";
import type { Desk } from "./useDesk";

export function IssuesButton({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const errors = useEditor(({ issues }) => issues.filter(({ severity }) => severity === "error").length);
  const warnings = useEditor(({ issues }) => issues.length) - errors;
  const missing = useEditor((state) => state.missing.length);
  const text =
    errors > 0
      ? t("draft.issues.errors", { count: errors })
      : warnings > 0
        ? t("draft.issues.warnings", { count: warnings })
        : missing > 0
          ? t("draft.issues.missing", { count: missing })
          : t("draft.issues.none");
  return (
    <Button
      size="compact-sm"
      h={32}
      variant={desk.areIssuesOpen ? "light" : "subtle"}
      color={errors > 0 ? "red" : warnings > 0 ? "yellow" : "gray"}
      c={
        errors > 0
          ? "light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))"
          : "var(--mantine-color-text)"
      }
      leftSection={errors + warnings > 0 ? <WarningIcon /> : missing > 0 ? <TodoIcon /> : <CheckIcon />}
      aria-label={text}
      aria-expanded={desk.areIssuesOpen}
      onClick={() => desk.setIssuesOpen(!desk.areIssuesOpen)}
      className={classes.issues}
    >
      <span className={classes.wide}>{text}</span>
      <span className={`${classes.narrow} ${classes.count}`}>{errors + warnings || ""}</span>
    </Button>
  );
}
