/** Asks the canvas to bring a node to the middle: whoever names a node (an issue, a step) need not know the canvas. */
import type { EditorStore } from "./store";

type Listener = (nodeId: string) => void;

const listeners = new WeakMap<EditorStore, Set<Listener>>();

/** Select the node, open its form and ask the canvas to centre it. */
export function focusOn(store: EditorStore, nodeId: string): void {
  store.getState().select([nodeId]);
  store.getState().open(nodeId);
  for (const listener of listeners.get(store) ?? []) listener(nodeId);
}

/** Hear of every `focusOn`; answers with the function that stops it. */
export function onFocus(store: EditorStore, listener: Listener): () => void {
  const heard = listeners.get(store) ?? new Set();
  listeners.set(store, heard.add(listener));
  return () => heard.delete(listener);
}
