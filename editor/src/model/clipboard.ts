/** Nodes as text for the clipboard: the same JSON in every tab, read with distrust. */
import {
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  FORMAT_VERSION,
  type Group,
  type Note,
} from "./document";
import { MAX_GROUP_NAME } from "./groupActions";
import { withInside } from "./groups";
import { MAX_NODE_NAME } from "./nodeActions";
import type { NodeTypes } from "./nodeTypes";
import { COLOURS, MAX_NOTE, NOTE_SIZE } from "./noteActions";
import { isObject, type JsonSchema } from "./schema";
import { withoutSecrets } from "./secrets";

export const MAX_CHARACTERS = 1_000_000;
const CLIPBOARD_VERSION = 1;
// The server's bounds: a document beyond them could never be saved.
const MAX_DEPTH = 60;
const MAX_ID = 100;
const MAX_SIDE = 10_000;

/** Nodes with the edges between them, notes, and groups of these. */
export interface Fragment {
  nodes: FlowNode[];
  edges: FlowEdge[];
  notes?: Note[];
  groups?: Group[];
}

type ClipboardProblem = "tooLarge" | "laterVersion" | "notNodes";
export type Reading =
  | { fragment: Fragment; problem?: undefined }
  | { problem: ClipboardProblem; fragment?: undefined };

/** These parts, those that are groups with all that is in them. */
export function fragmentOf(document: FlowDocument, ids: Iterable<string>): Required<Fragment> {
  const chosen = withInside(document, ids);
  const { notes = [], groups = [] } = document;
  return {
    nodes: document.nodes.filter((node) => chosen.has(node.id)),
    edges: document.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
    notes: notes.filter((note) => chosen.has(note.id)),
    groups: groups
      .filter((group) => chosen.has(group.id))
      .map((group) => ({ ...group, members: group.members.filter((id) => chosen.has(id)) })),
  };
}

/** The parts and their inner edges as text, without the secrets in them. */
export function copyText(document: FlowDocument, types: NodeTypes, ids: Iterable<string>): string {
  const { nodes, edges, notes, groups } = fragmentOf(document, ids);
  const open = nodes.map((node) => {
    const schema = types.get(node.type)?.schema as JsonSchema | undefined;
    return schema === undefined ? node : { ...node, config: withoutSecrets(node.config, schema) };
  });
  // What an earlier Parley does not know of it, it leaves out.
  const more = { ...(notes.length > 0 && { notes }), ...(groups.length > 0 && { groups }) };
  return JSON.stringify({ parley: "nodes", version: CLIPBOARD_VERSION, nodes: open, edges, ...more });
}

/** The nodes in a copied text, or why there are none; a whole flow's file is taken too. */
export function readClipboard(text: string): Reading {
  if (text.length > MAX_CHARACTERS) return { problem: "tooLarge" };
  const found = parsed(text);
  if (!isObject(found) || !Array.isArray(found.nodes)) return { problem: "notNodes" };
  const isCopy = found.parley === "nodes";
  const version = isCopy ? found.version : (found.formatVersion ?? FORMAT_VERSION);
  if (typeof version === "number" && version > (isCopy ? CLIPBOARD_VERSION : FORMAT_VERSION)) {
    return { problem: "laterVersion" };
  }
  if (isTooDeep(found)) return { problem: "notNodes" };
  const nodes = found.nodes.flatMap(readNode);
  const edges = rowsOf(found.edges).flatMap(readEdge);
  const notes = rowsOf(found.notes).flatMap(readNote);
  const groups = rowsOf(found.groups).flatMap(readGroup);
  return nodes.length + notes.length > 0
    ? { fragment: { nodes, edges, notes, groups } }
    : { problem: "notNodes" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readNode(raw: unknown): FlowNode[] {
  if (!isObject(raw) || !isId(raw.id) || !isId(raw.type)) return [];
  const config = isObject(raw.config) ? raw.config : {};
  const name = textOf(raw.name, MAX_NODE_NAME);
  return [
    {
      ...{ id: raw.id, type: raw.type, position: place(raw.position), config },
      ...(name !== "" && { name }),
      ...(raw.disabled === true && { disabled: true }),
      ...(raw.pinned === true && { pinned: true }),
    },
  ];
}

function readNote(raw: unknown): Note[] {
  if (!isObject(raw) || !isId(raw.id)) return [];
  const side = (value: unknown, usual: number) =>
    number(value) > 0 ? Math.min(number(value), MAX_SIDE) : usual;
  return [
    {
      id: raw.id,
      text: textOf(raw.text, MAX_NOTE),
      colour: colourOf(raw.colour, "yellow"),
      position: place(raw.position),
      width: side(raw.width, NOTE_SIZE.width),
      height: side(raw.height, NOTE_SIZE.height),
    },
  ];
}

function readGroup(raw: unknown): Group[] {
  if (!isObject(raw) || !isId(raw.id)) return [];
  const members = [...new Set(rowsOf(raw.members).filter(isId))];
  return [
    { id: raw.id, members, name: textOf(raw.name, MAX_GROUP_NAME), colour: colourOf(raw.colour, "grey") },
  ];
}

function readEdge(raw: unknown): FlowEdge[] {
  if (!isObject(raw) || !isId(raw.source) || !isId(raw.target)) return [];
  const sourceHandle = isId(raw.sourceHandle) ? raw.sourceHandle : "out";
  // Its own id does not matter: pasted edges get fresh ones.
  return [{ id: "", source: raw.source, sourceHandle, target: raw.target }];
}

const isId = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= MAX_ID;

const rowsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const textOf = (value: unknown, most: number): string =>
  typeof value === "string" ? value.slice(0, most) : "";

const colourOf = (value: unknown, usual: Note["colour"]): Note["colour"] =>
  COLOURS.find((colour) => colour === value) ?? usual;

const place = (value: unknown) =>
  isObject(value) ? { x: number(value.x), y: number(value.y) } : { x: 0, y: 0 };

const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

/** Layer by layer, as a text of a million brackets would overflow a function that calls itself. */
function isTooDeep(value: unknown): boolean {
  let layer = [value];
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    layer = layer.flatMap((part) => (typeof part === "object" && part !== null ? Object.values(part) : []));
  }
  return false;
}
