/** What would mend an issue, as buttons; each is one step of undo. */
import { useEditor, useEditorStore } from "../model/EditorContext";
import type { Fix, Issue } from "../types";
import { mend } from "./mend";
import classes from "./quickFixes.module.css";

export function QuickFixes({ issues }: { issues: readonly Issue[] }) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const fixes = new Map(issues.flatMap((issue) => issue.fixes ?? []).map((fix) => [keyOf(fix), fix]));
  if (isReadOnly || fixes.size === 0) return null;
  return (
    <span className={classes.fixes}>
      {[...fixes].map(([key, fix]) => (
        <button key={key} type="button" onClick={() => mend(store, fix)}>
          {fix.label}
        </button>
      ))}
    </span>
  );
}

const keyOf = (fix: Fix): string => JSON.stringify(fix);
