/** What the canvas shows beyond the document: cards in the air, the open picker, a wire being laid by keyboard, a notice. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Wire } from "../model/actions";
import type { Position } from "../model/document";
import type { Selection } from "../model/store";
import type { Trace } from "../model/trace";
import type { Guide } from "./snapping";

/** The list of node types (or of a card's ports) that is open, at a place of the canvas in pixels. */
export type Picker =
  | { kind: "node"; x: number; y: number; wire?: Wire; at?: Position }
  | { kind: "port"; x: number; y: number; source: string };

interface CanvasState {
  readonly trace: Trace | undefined;
  /** The places of the cards that are being dragged; the document learns of them at the end. */
  readonly moved: ReadonlyMap<string, Position> | undefined;
  /** The lines that what is being dragged lies on. */
  readonly guides: readonly Guide[];
  readonly picker: Picker | null;
  /** The port whose wire the keyboard is laying. */
  readonly connecting: { source: string; port: string } | null;
  /** The selection that is being put together part by part; while it is the selection, the keyboard leaves it alone. */
  readonly gathered: Selection | null;
  /** The edge under the pointer, or under a node that is about to be dropped. */
  readonly hoverEdge: string | null;
  readonly dropEdge: string | null;
  readonly notice: { text: string; key: number } | null;
  /** Said to screen readers; the key makes the same words twice be said twice. */
  readonly announcement: { text: string; key: number };
  /** The node or group whose name is being written on the canvas. */
  readonly renaming: string | null;
  /** The note whose text is being written. */
  readonly writing: string | null;
  readonly isFinding: boolean;
  /** What the search found: everything else steps back. */
  readonly found: ReadonlySet<string> | undefined;
  readonly areKeysShown: boolean;
  /** The worker is at it. */
  readonly isTidying: boolean;
}

export type CanvasView = ReturnType<typeof createView>;

export const createView = () =>
  createStore<CanvasState>()(() => ({
    trace: undefined,
    moved: undefined,
    guides: [],
    picker: null,
    connecting: null,
    gathered: null,
    hoverEdge: null,
    dropEdge: null,
    notice: null,
    announcement: { text: "", key: 0 },
    renaming: null,
    writing: null,
    isFinding: false,
    found: undefined,
    areKeysShown: false,
    isTidying: false,
  }));

export function announce(view: CanvasView, text: string): void {
  view.setState({ announcement: { text, key: view.getState().announcement.key + 1 } });
}

/** Show a sentence in the canvas for a while. */
export function notify(view: CanvasView, text: string): void {
  view.setState({ notice: { text, key: (view.getState().notice?.key ?? 0) + 1 } });
}

const ViewContext = createContext<CanvasView | null>(null);

export const ViewProvider = ViewContext.Provider;

export function useView(): CanvasView {
  const view = useContext(ViewContext);
  if (view === null) throw new Error("There is no canvas around this component.");
  return view;
}

/** A part of the canvas's state; the component is drawn again when that part changes. */
export function useCanvas<T>(select: (state: CanvasState) => T): T {
  return useStore(useView(), select);
}
