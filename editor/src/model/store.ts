/** The editor's state: the document with its history, what is selected, which form is open, what the check found. */
import { createStore } from "zustand/vanilla";
import type { Issue } from "../types";
import type { FlowDocument } from "./document";
import { type Action, begin, type History, record, redo, seal, undo } from "./history";
import type { NodeTypes } from "./nodeTypes";
import { type Findings, freshAt, withTact } from "./tact";

export interface Selection {
  /** Also notes and groups. */
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export interface EditorState extends Findings {
  readonly types: NodeTypes;
  /** No action changes the document: a past execution or an old version is looked at. */
  readonly isReadOnly: boolean;
  readonly history: History;
  readonly selection: Selection;
  /** The node whose form is open. */
  readonly openNode: string | null;
  /** It was clicked: the keyboard stays where it is. */
  readonly isOpenByMouse: boolean;
  readonly found: readonly Issue[];
  /** The document they were found in; the one that is drawn may be newer. */
  readonly checked: FlowDocument;
  /** The nodes whose form was not left since they were added; what they lack is `missing`, not yet an issue. */
  readonly fresh: ReadonlySet<string>;
  /** Change the document; actions with the same `gesture` in a row are one undo step. */
  act(action: Action, gesture?: string): void;
  endGesture(): void;
  undo(): void;
  redo(): void;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  open(nodeId: string | null, isByMouse?: boolean): void;
  /** A node was added by hand. */
  welcome(nodeId: string): void;
  setIssues(found: readonly Issue[], checked: FlowDocument): void;
  /** Publishing was tried: from here on all that was found counts. */
  speakPlainly(): void;
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
      isOpenByMouse: false,
      found: [],
      checked: document,
      issues: [],
      missing: [],
      fresh: freshAt(document),
      act(action, gesture) {
        if (!isReadOnly) turn(record(get().history, action, gesture));
      },
      endGesture: () => turn(seal(get().history)),
      undo: () => turn(undo(get().history)),
      redo: () => turn(redo(get().history)),
      select: (nodes, edges = []) => set({ selection: { nodes: new Set(nodes), edges: new Set(edges) } }),
      open: (openNode, isOpenByMouse = false) =>
        set((state) => ({ openNode, isOpenByMouse, ...(openNode !== state.openNode && left(state)) })),
      welcome: (nodeId) => set((state) => told(state, { fresh: new Set([...state.fresh, nodeId]) })),
      setIssues: (found, checked) => set((state) => ({ checked, ...told(state, { found }) })),
      speakPlainly: () => set((state) => told(state, { fresh: new Set() })),
    };
  });
}

/** The form of the open node is left: what is missing there is an issue now. */
function left(state: EditorState): Partial<EditorState> {
  const { openNode, fresh } = state;
  if (openNode === null || !fresh.has(openNode)) return {};
  return told(state, { fresh: new Set([...fresh].filter((id) => id !== openNode)) });
}

type News = Partial<Pick<EditorState, "found" | "fresh">>;

const told = (state: EditorState, news: News): News & Findings => {
  const { found, fresh } = { ...state, ...news };
  return { ...news, ...withTact(found, documentOf(state), fresh) };
};

const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

/** The state with this history: what no longer exists is not selected and not open. */
function settled(state: EditorState, history: History): Partial<EditorState> {
  if (history === state.history) return {};
  const { nodes, edges, notes = [], groups = [] } = history.document;
  const { selection, openNode } = state;
  const parts = notes.length + groups.length > 0 ? [...nodes, ...notes, ...groups] : nodes;
  const chosen = { nodes: kept(selection.nodes, parts), edges: kept(selection.edges, edges) };
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
