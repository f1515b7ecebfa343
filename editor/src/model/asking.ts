/** Asks for what stands around the canvas: whoever asks (a key, the command palette) need not know who answers. */
import type { EditorStore } from "./store";

export type Ask = "commands" | "outline" | "publish" | "simulator";
type Listener = (what: Ask) => void;

const listeners = new WeakMap<EditorStore, Set<Listener>>();

export function ask(store: EditorStore, what: Ask): void {
  for (const listener of listeners.get(store) ?? []) listener(what);
}

/** Hear of every `ask`; answers with the function that stops it. */
export function onAsk(store: EditorStore, listener: Listener): () => void {
  const heard = listeners.get(store) ?? new Set();
  listeners.set(store, heard.add(listener));
  return () => heard.delete(listener);
}
