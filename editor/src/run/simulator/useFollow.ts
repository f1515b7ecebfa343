/** Keeps the node that the simulation has reached in view, and brings a node into view without opening its form. */
import { useEffect } from "react";
import { useEditorStore } from "../../model/EditorContext";
import { focusOn } from "../../model/focus";
import { newestOf, type Outcome } from "../../model/simulation";
import { documentOf, type EditorStore } from "../../model/store";
import { isInView } from "../drawn";

export function useFollow(outcome: Outcome | null): void {
  const store = useEditorStore();
  const newest = outcome && newestOf(outcome);
  const place = newest && `${newest.id} ${newest.nodeId} ${outcome.timeline.length}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place
  useEffect(() => {
    const { openNode, selection } = store.getState();
    // Whoever has a form open works on that node.
    if (!newest?.nodeId || openNode !== null || isInView(newest.nodeId)) return;
    showNode(store, newest.nodeId);
    store.getState().select(selection.nodes, selection.edges);
  }, [place]);
}

/** Select the node and bring it into view; the form stays closed, as it would cover the chat. */
export function showNode(store: EditorStore, nodeId: string): void {
  if (!documentOf(store.getState()).nodes.some(({ id }) => id === nodeId)) return;
  if (isInView(nodeId)) store.getState().select([nodeId]);
  else focusOn(store, nodeId);
  store.getState().open(null);
}
