/** Nodes as text for the clipboard: the same JSON in every tab, read with distrust. */
import { type FlowDocument, type FlowEdge, type FlowNode, FORMAT_VERSION } from "./document";
import type { NodeTypes } from "./nodeTypes";
import { isObject, type JsonSchema } from "./schema";
import { withoutSecrets } from "./secrets";

export const MAX_CHARACTERS = 1_000_000;
const CLIPBOARD_VERSION = 1;
// The server's bounds: a document beyond them could never be saved.
const MAX_DEPTH = 60;
const MAX_ID = 100;

/** Nodes with the edges between them. */
export interface Fragment {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

type ClipboardProblem = "tooLarge" | "laterVersion" | "notNodes";
export type Reading =
  | { fragment: Fragment; problem?: undefined }
  | { problem: ClipboardProblem; fragment?: undefined };

export function fragmentOf(document: FlowDocument, nodeIds: Iterable<string>): Fragment {
  const chosen = new Set(nodeIds);
  return {
    nodes: document.nodes.filter((node) => chosen.has(node.id)),
    edges: document.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
  };
}

/** The nodes and their inner edges as text, without the secrets in them. */
export function copyText(document: FlowDocument, types: NodeTypes, nodeIds: Iterable<string>): string {
  const { nodes, edges } = fragmentOf(document, nodeIds);
  const open = nodes.map((node) => {
    const schema = types.get(node.type)?.schema as JsonSchema | undefined;
    return schema === undefined ? node : { ...node, config: withoutSecrets(node.config, schema) };
  });
  return JSON.stringify({ parley: "nodes", version: CLIPBOARD_VERSION, nodes: open, edges });
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
  const edges = Array.isArray(found.edges) ? found.edges.flatMap(readEdge) : [];
  return nodes.length > 0 ? { fragment: { nodes, edges } } : { problem: "notNodes" };
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
  const position = isObject(raw.position) ? raw.position : {};
  const config = isObject(raw.config) ? raw.config : {};
  return [{ id: raw.id, type: raw.type, position: { x: number(position.x), y: number(position.y) }, config }];
}

function readEdge(raw: unknown): FlowEdge[] {
  if (!isObject(raw) || !isId(raw.source) || !isId(raw.target)) return [];
  const sourceHandle = isId(raw.sourceHandle) ? raw.sourceHandle : "out";
  // Its own id does not matter: pasted edges get fresh ones.
  return [{ id: "", source: raw.source, sourceHandle, target: raw.target }];
}

const isId = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= MAX_ID;

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
