/** The flow document as the editor holds it: the server's shape with every default filled in, never changed in place. */
import type { components } from "../generated/api";
import { freshIds } from "./ids";

type Schemas = components["schemas"];

export const FORMAT_VERSION = 1 as const;

export interface Position {
  x: number;
  y: number;
}

/** JSON has no NaN and no infinity. */
export const pointOf = ({ x, y }: Position): Position => ({
  x: Number.isFinite(x) ? x : 0,
  y: Number.isFinite(y) ? y : 0,
});

/** `config` is kept as received: the editor never drops a setting it does not know. */
export interface FlowNode {
  id: string;
  type: string;
  position: Position;
  config: Record<string, unknown>;
  /** What people call it; empty or left out: what its type is called. */
  name?: string;
  /** The flow passes it by. */
  disabled?: boolean;
  /** It stays where it is when the flow is tidied up. */
  pinned?: boolean;
}

/** From the port `sourceHandle` of one node to another node. */
export interface FlowEdge {
  id: string;
  source: string;
  sourceHandle: string;
  target: string;
}

export type Note = Required<Schemas["Note"]>;
/** A frame around the nodes, notes and groups with the ids `members`. */
export type Group = Required<Schemas["Group"]>;

export interface FlowDocument {
  formatVersion: typeof FORMAT_VERSION;
  name: string;
  description: string;
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Of the flow as a whole; kept as received, too. */
  settings: Record<string, unknown>;
  notes?: Note[];
  groups?: Group[];
  /** Chats that the flow must get right; kept as received, too. */
  tests?: Record<string, unknown>[];
}

/**
 * The document with the defaults that a file may leave out. Nodes or edges that share an id get ids of their own, and so do notes and groups:
 * no name in the document could tell them apart, and an author has no other way to mend it.
 */
export function complete(raw: Schemas["FlowDocument"], giver = idGiver): FlowDocument {
  // All that stands on the canvas is told apart by its id alone.
  const ownIds = giver(raw.nodes ?? [], raw.notes ?? [], raw.groups ?? []);
  return {
    formatVersion: raw.formatVersion ?? FORMAT_VERSION,
    name: raw.name,
    description: raw.description ?? "",
    nodes: ownIds(raw.nodes ?? []).map((node) => ({
      id: node.id,
      type: node.type,
      position: { x: node.position?.x ?? 0, y: node.position?.y ?? 0 },
      config: node.config ?? {},
      ...(node.name ? { name: node.name } : {}),
      ...(node.disabled ? { disabled: true } : {}),
      ...(node.pinned ? { pinned: true } : {}),
    })),
    edges: giver(raw.edges ?? [])(raw.edges ?? []).map((edge) => ({
      id: edge.id,
      source: edge.source,
      sourceHandle: edge.sourceHandle ?? "out",
      target: edge.target,
    })),
    settings: raw.settings ?? {},
    ...(raw.notes?.length ? { notes: ownIds(raw.notes).map(completeNote) } : {}),
    ...(raw.groups?.length ? { groups: ownIds(raw.groups).map(completeGroup) } : {}),
    ...(raw.tests?.length ? { tests: raw.tests } : {}),
  };
}

/** The same with the ids as they are. */
export const completeAsIs = (raw: Schemas["FlowDocument"]): FlowDocument =>
  complete(raw, () => (parts) => [...parts]);

const completeNote = (note: Schemas["Note"]): Note => ({
  id: note.id,
  text: note.text ?? "",
  colour: note.colour ?? "yellow",
  position: { x: note.position?.x ?? 0, y: note.position?.y ?? 0 },
  width: note.width ?? 240,
  height: note.height ?? 160,
});

const completeGroup = (group: Schemas["Group"]): Group => ({
  id: group.id,
  members: group.members,
  name: group.name ?? "",
  colour: group.colour ?? "grey",
});

/** Lets each part keep its id, but for those that a part before it has: they get one that none of the lists has. */
function idGiver(...lists: { id: string }[][]): <T extends { id: string }>(parts: readonly T[]) => T[] {
  const fresh = freshIds(lists.flat().map((part) => part.id));
  const seen = new Set<string>();
  return (parts) =>
    parts.map((part) => {
      if (!seen.has(part.id)) {
        seen.add(part.id);
        return part;
      }
      return { ...part, id: fresh(part.id) };
    });
}
