/** Lets what stands beside the canvas put nodes into it and do what can be done there. */
import type { EditorStore } from "../model/store";
import type { Commands } from "./commands";

/** Stands for a sticky note where else the tag of a node type stands. */
export const NOTE = "@note";

interface CanvasHandle {
  readonly commands: Commands;
  /** Show where a node dropped at this place of the screen would go; null when the drag is over. */
  hover(place: { x: number; y: number } | null): void;
  /** Put a node of this type there; answers false when the place is outside the canvas. */
  drop(tag: string, place: { x: number; y: number }): boolean;
  /** Put it behind the selected node, else in the middle of the view. */
  add(tag: string): void;
}

const canvases = new WeakMap<EditorStore, CanvasHandle>();

export const canvasOf = (store: EditorStore) => canvases.get(store);

/** Answers with the function that takes the handle away again. */
export function offer(store: EditorStore, handle: CanvasHandle): () => void {
  canvases.set(store, handle);
  return () => {
    if (canvases.get(store) === handle) canvases.delete(store);
  };
}
