/** Notes and groups as React Flow's nodes beside the cards. */
import type { FlowDocument, Group, Note, Position } from "../model/document";
import { depthOf, framesOf } from "../model/groups";
import { type CardNode, DIM } from "./adapter";
import type { Box } from "./place";
import type { Node } from "./reactFlow";

export type NoteNode = Node<{ note: Note }, "note">;
export type FrameNode = Node<{ group: Group }, "frame">;
export type CanvasNode = CardNode | NoteNode | FrameNode;

export interface Shown {
  document: FlowDocument;
  selected: ReadonlySet<string>;
  moved: ReadonlyMap<string, Position> | undefined;
  found: ReadonlySet<string> | undefined;
}

interface Names {
  note(note: Note): string;
  frame(group: Group): string;
}

/** Behind everything; a selected part is raised by 1,000. */
const BEHIND = -2_000;

/** Answers with the frames, the cards and the notes; the very list of cards where there is nothing else. */
export function createAsides(names: Names): (cards: CardNode[], shown: Shown) => CanvasNode[] {
  const notes = new WeakMap<Note, Made<NoteNode>>();
  const frames = new WeakMap<Group, Made<FrameNode>>();
  return (cards, shown) => {
    const { document } = shown;
    if (!document.notes?.length && !document.groups?.length) return cards;
    const papers = (document.notes ?? []).map((note) => {
      const position = shown.moved?.get(note.id) ?? note.position;
      return remembered(notes, note, boxOfNote(note, position), shown, () => noteNode(note, position, names));
    });
    const boxes = new Map([...cards, ...papers].map((node) => [node.id, boxOf(node)]));
    const around = framesOf(document, (id) => boxes.get(id));
    const behind = (document.groups ?? []).flatMap((group) => {
      const box = around.get(group.id);
      if (box === undefined) return [];
      const depth = depthOf(document, group.id);
      return remembered(frames, group, { ...box, depth }, shown, () => frameNode(group, box, depth, names));
    });
    return [...behind, ...cards, ...papers];
  };
}

interface Made<T> {
  key: string;
  node: T;
}

/** The same object for as long as nothing about it changes: what is the same is not drawn again. */
function remembered<P extends { id: string }, T extends NoteNode | FrameNode>(
  known: WeakMap<object, Made<T>>,
  part: P,
  place: object,
  { selected, found }: Shown,
  make: () => T,
): T {
  const isSelected = selected.has(part.id);
  const isDim = found !== undefined && !found.has(part.id);
  const key = JSON.stringify([place, isSelected, isDim]);
  const before = known.get(part);
  if (before?.key === key) return before.node;
  const node = { ...make(), selected: isSelected, ...(isDim && { className: DIM }) };
  known.set(part, { key, node });
  return node;
}

function noteNode(note: Note, position: Position, names: Names): NoteNode {
  const size = { width: note.width, height: note.height };
  return {
    ...{ id: note.id, type: "note", position, data: { note }, handles: [], zIndex: -1 },
    ...{ ...size, measured: size, ariaLabel: names.note(note) },
  };
}

function frameNode(group: Group, { x, y, width, height }: Box, depth: number, names: Names): FrameNode {
  const size = { width, height };
  return {
    ...{
      id: group.id,
      type: "frame",
      position: { x, y },
      data: { group },
      handles: [],
      zIndex: BEHIND + depth,
    },
    ...{ ...size, measured: size, ariaLabel: names.frame(group) },
    // It is taken by its head; what lies in it, and the canvas between, is as if it were not there.
    ...{ dragHandle: `.${FRAME_HANDLE}`, style: { pointerEvents: "none" } },
  };
}

export const FRAME_HANDLE = "frame-head";

const boxOfNote = ({ width, height }: Note, { x, y }: Position): Box => ({ x, y, width, height });

const boxOf = ({ position, width = 0, height = 0 }: CardNode | NoteNode): Box => ({
  ...position,
  width,
  height,
});
