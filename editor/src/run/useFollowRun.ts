/** While somebody writes on the phone, keeps the step their execution has reached in view on the canvas. */
import { useEffect } from "react";
import { useEditorStore } from "../model/EditorContext";
import { focusOn } from "../model/focus";
import { documentOf, type EditorStore } from "../model/store";
import { isInView } from "./drawn";
import { isAlive } from "./steps";
import { useShownRun } from "./useShownRun";

export function useFollowRun(): void {
  const store = useEditorStore();
  const { execution, steps, isNew } = useShownRun(({ run }) => run);
  const last = steps.at(-1);
  const place = execution && last && `${execution.id} ${last.n}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new step
  useEffect(() => {
    if (execution === undefined || last === undefined) return;
    // An execution that was over when the phone opened is shown, but moves nothing.
    if (isNew || isAlive(execution)) bringIntoView(store, last.nodeId);
  }, [place]);
}

/** Centre the node, and leave what is selected and open as it is. */
function bringIntoView(store: EditorStore, nodeId: string): void {
  const { selection, openNode, select, open } = store.getState();
  const isKnown = documentOf(store.getState()).nodes.some(({ id }) => id === nodeId);
  // Whoever has a form open works on that node.
  if (!isKnown || openNode !== null || isInView(nodeId)) return;
  focusOn(store, nodeId);
  select(selection.nodes, selection.edges);
  open(openNode);
}
