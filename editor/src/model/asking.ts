/** Asks for what stands around the canvas: whoever asks (a key, the command palette) need not know who answers. */
import type { EditorStore } from "./store";

export type Ask = "commands" | "outline" | "publish" | "simulator";
/** Answers whether it does something about it. */
type Listener = (what: Ask) => boolean;

const listeners = new WeakMap<EditorStore, Set<Listener>>();

/** Answers whether anybody heard. */
export function ask(store: EditorStore, what: Ask): boolean {
  const answers = [...(listeners.get(store) ?? [])].map((listener) => listener(what));
  return answers.includes(true);
}

/** Hear of every `ask`; answers with the function that stops it. */
export function onAsk(store: EditorStore, listener: Listener): () => void {
  const heard = listeners.get(store) ?? new Set();
  listeners.set(store, heard.add(listener));
  return () => heard.delete(listener);
}
