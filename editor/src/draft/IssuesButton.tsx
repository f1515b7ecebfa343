/** How much is wrong with the flow; opens the list. */
import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { CheckIcon, TodoIcon, UnknownIcon, WarningIcon } from "../components/icons";
import { useEditor } from "../model/EditorContext";
import classes from "./bar.module.css";
import { useIsChecked } from "./DraftContext";
import type { Desk } from "./useDesk";

export function IssuesButton({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { look, count, text } = useFindings(t);
  return (
    <Button
      size="compact-sm"
      h={32}
      variant={desk.areIssuesOpen ? "light" : "subtle"}
      color={LOOKS[look].color}
      c={
        look === "errors"
          ? "light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))"
          : "var(--mantine-color-text)"
      }
      leftSection={LOOKS[look].icon}
      aria-label={text}
      aria-expanded={desk.areIssuesOpen}
      onClick={() => desk.setIssuesOpen(!desk.areIssuesOpen)}
      className={classes.issues}
    >
      <span className={classes.wide}>{text}</span>
      <span className={`${classes.narrow} ${classes.count}`}>{count || ""}</span>
    </Button>
  );
}

const LOOKS = {
  unknown: { color: "gray", icon: <UnknownIcon /> },
  errors: { color: "red", icon: <WarningIcon /> },
  warnings: { color: "yellow", icon: <WarningIcon /> },
  missing: { color: "gray", icon: <TodoIcon /> },
  none: { color: "gray", icon: <CheckIcon /> },
};

/** The worst there is, how much of it counts as wrong, and the words for it. */
function useFindings(t: TFunction) {
  const isChecked = useIsChecked();
  const errors = useEditor(({ issues }) => issues.filter(({ severity }) => severity === "error").length);
  const all = useEditor(({ issues }) => issues.length);
  const missing = useEditor((state) => state.missing.length);
  const warnings = all - errors;
  // What an older check found may be mended, and what is wrong now may not be among it.
  if (!isChecked) return { look: "unknown", count: 0, text: t("draft.issues.unknown") } as const;
  if (errors > 0)
    return { look: "errors", count: all, text: t("draft.issues.errors", { count: errors }) } as const;
  if (warnings > 0)
    return { look: "warnings", count: all, text: t("draft.issues.warnings", { count: warnings }) } as const;
  if (missing > 0)
    return { look: "missing", count: 0, text: t("draft.issues.missing", { count: missing }) } as const;
  return { look: "none", count: 0, text: t("draft.issues.none") } as const;
}
