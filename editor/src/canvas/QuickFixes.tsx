/** What would mend an issue, as buttons; each is one step of undo. */
import { useEditor, useEditorStore } from "../model/EditorContext";
import { fits } from "../model/fixes";
import { documentOf } from "../model/store";
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
        <Button key={key} fix={fix} onMend={() => mend(store, fix)} />
      ))}
    </span>
  );
}

/** What was changed since the check is not mended from what was there before: the next check says what fits. */
function Button({ fix, onMend }: { fix: Fix; onMend(): void }) {
  const isFitting = useEditor((state) => fits(fix, state.checked, documentOf(state)));
  return (
    <button type="button" disabled={!isFitting} onClick={onMend}>
      {fix.label}
    </button>
  );
}

const keyOf = (fix: Fix): string => JSON.stringify(fix);
