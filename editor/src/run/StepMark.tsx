/** How a step went, as a small sign. */
import "../i18n/pages";
import { useTranslation } from "react-i18next";
import type { Step } from "../types";
import classes from "./steps.module.css";

const PATHS: Record<Step["status"], string> = {
  Completed: "M5 8.500l2.200 2.200L11.500 6",
  Failed: "M5.500 5.500l5 5M10.500 5.500l-5 5",
  Skipped: "M5 8h6",
  Pending: "M8 4.500V8l2.300 1.500",
  Running: "M8 4.500V8l2.300 1.500",
};

export function StepMark({ status }: { status: Step["status"] }) {
  const { t } = useTranslation();
  return (
    <svg
      className={classes.mark}
      data-status={status}
      viewBox="0 0 16 16"
      width="18"
      height="18"
      role="img"
      aria-label={t(`status.${status}`)}
    >
      <circle cx="8" cy="8" r="7.5" fill="currentColor" />
      <path
        d={PATHS[status]}
        fill="none"
        stroke="var(--mantine-color-body)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
