/** The editor's state: the document with its history, what is selected, which form is open, what the check found. */
import { createStore } from "zustand/vanilla";
import type { Issue } from "../types";
import type { FlowDocument } from "./document";
import { type Action, begin, type History, record, redo, seal, undo } from "./history";
import type { NodeTypes } from "./nodeTypes";

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export interface EditorState {
  readonly types: NodeTypes;
  /** No action changes the document: a past execution or an old version is looked at. */
  readonly isReadOnly: boolean;
  readonly history: History;
  readonly selection: Selection;
  /** The node whose form is open. */
  readonly openNode: string | null;
  readonly issues: readonly Issue[];
  /** Change the document; actions with the same `gesture` in a row are one undo step. */
  act(action: Action, gesture?: string): void;
  endGesture(): void;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  open(nodeId: string | null): void;
  setIssues(issues: readonly Issue[]): void;
}

export type EditorStore = ReturnType<typeof createEditor>;

export const documentOf = (state: EditorState): FlowDocument => state.history.document;

export function createEditor(document: FlowDocument, types: NodeTypes, isReadOnly = false) {
  return createStore<EditorState>()((set, get) => {
    const turn = (next: History) => set((state) => settled(state, next));
    return {
      types,
      isReadOnly,
      history: begin(document),
      selection: NOTHING,
      openNode: null,
      issues: [],
      act(action, gesture) {
        if (!isReadOnly) turn(record(get().history, action, gesture));
      },
      endGesture: () => turn(seal(get().history)),
      undo: () => turn(undo(get().history)),
      redo: () => turn(redo(get().history)),
      select: (nodes, edges = []) => set({ selection: { nodes: new Set(nodes), edges: new Set(edges) } }),
      open: (openNode) => set({ openNode }),
      setIssues: (issues) => set({ issues }),
    };
  });
}

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

/** The state with this history: what no longer exists is not selected and not open. */
function settled(state: EditorState, history: History): Partial<EditorState> {
  if (history === state.history) return {};
  const { nodes, edges } = history.document;
  const { selection, openNode } = state;
  const chosen = { nodes: kept(selection.nodes, nodes), edges: kept(selection.edges, edges) };
  const isWhole = chosen.nodes === selection.nodes && chosen.edges === selection.edges;
  return {
    history,
    selection: isWhole ? selection : chosen,
    openNode: openNode !== null && nodes.some((node) => node.id === openNode) ? openNode : null,
  };
}

/** Those of the chosen that are still there; the same set when all are. */
function kept(chosen: ReadonlySet<string>, parts: readonly { id: string }[]): ReadonlySet<string> {
  if (chosen.size === 0) return chosen;
  const there = new Set<string>();
  for (const { id } of parts) if (chosen.has(id)) there.add(id);
  return there.size === chosen.size ? chosen : there;
}
