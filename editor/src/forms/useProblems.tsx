/** The sentences at a field: what its own schema finds at once, else what the server's check found. */
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { QuickFixes } from "../canvas/QuickFixes";
import { formatNumber } from "../i18n/format";
import { formatPath, type Path } from "../model/schema";
import type { Issue } from "../types";
import { useForm } from "./form";
import styles from "./forms.module.css";
import type { Fault } from "./limits";

interface Problems {
  error: ReactNode;
  /** A remark that hinders nothing. */
  warning: ReactNode;
}

/** The issues placed at a path; being asked here makes the path a place. */
export function useIssues(path: Path): readonly Issue[] {
  const { placing } = useForm();
  const key = formatPath(path);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the path, which is a new list each time
  useEffect(() => placing.draw(path), [placing, key]);
  return useSyncExternalStore(placing.subscribe, () => placing.at(key));
}

/** `isTouched`: an empty field says that it is needed only once it was left, or when the check says so. */
export function useProblems(path: Path, fault: Fault | null = null, isTouched = true): Problems {
  const issues = useIssues(path);
  const sayFault = useFault();
  const errors = issues.filter((issue) => issue.severity === "error");
  const isSaid = fault !== null && (fault.code !== "required" || isTouched || errors.length > 0);
  const warnings = issues.filter((issue) => issue.severity !== "error");
  if (!isSaid) return { error: told(errors), warning: told(warnings) };
  // What the schema refuses is said already, in the field's own words.
  const others = errors.filter(({ code }) => code !== "invalid_config").map(({ message }) => message);
  return { error: lines([sayFault(fault), ...others], errors), warning: told(warnings) };
}

export function useFault(): (fault: Fault) => string {
  const { t } = useTranslation();
  return ({ code, n = 0, limit = 0, example = "" }) =>
    t(`forms.fault.${code}`, { n: formatNumber(n), limit: formatNumber(limit), example });
}

const told = (issues: readonly Issue[]): ReactNode =>
  lines(
    issues.map((issue) => issue.message),
    issues,
  );

function lines(sentences: readonly string[], issues: readonly Issue[]): ReactNode {
  if (sentences.length === 0) return undefined;
  const different = [...new Set(sentences)];
  return (
    <>
      {different.map((sentence) => (
        <span key={sentence} className={styles.line} dir="auto">
          {sentence}
        </span>
      ))}
      <QuickFixes issues={issues} />
    </>
  );
}
