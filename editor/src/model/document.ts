/** The flow document as the editor holds it: the server's shape with every default filled in, never changed in place. */
import type { components } from "../generated/api";
import { freshIds } from "./ids";

type Schemas = components["schemas"];

export const FORMAT_VERSION = 1 as const;

export interface Position {
  x: number;
  y: number;
}

/** `config` is kept as received: the editor never drops a setting it does not know. */
export interface FlowNode {
  id: string;
  type: string;
  position: Position;
  config: Record<string, unknown>;
}

/** From the port `sourceHandle` of one node to another node. */
export interface FlowEdge {
  id: string;
  source: string;
  sourceHandle: string;
  target: string;
}

export interface FlowDocument {
  formatVersion: typeof FORMAT_VERSION;
  name: string;
  description: string;
  nodes: FlowNode[];
  edges: FlowEdge[];
  /** Of the flow as a whole; kept as received, too. */
  settings: Record<string, unknown>;
}

/**
 * The document with the defaults that a file may leave out. Nodes or edges that share an id get ids of their own:
 * no name in the document could tell them apart, and an author has no other way to mend it.
 */
export function complete(raw: Schemas["FlowDocument"]): FlowDocument {
  return {
    formatVersion: raw.formatVersion ?? FORMAT_VERSION,
    name: raw.name,
    description: raw.description ?? "",
    nodes: withOwnIds(raw.nodes ?? []).map((node) => ({
      id: node.id,
      type: node.type,
      position: { x: node.position?.x ?? 0, y: node.position?.y ?? 0 },
      config: node.config ?? {},
    })),
    edges: withOwnIds(raw.edges ?? []).map((edge) => ({
      id: edge.id,
      source: edge.source,
      sourceHandle: edge.sourceHandle ?? "out",
      target: edge.target,
    })),
    settings: raw.settings ?? {},
  };
}

function withOwnIds<T extends { id: string }>(parts: readonly T[]): T[] {
  const fresh = freshIds(parts.map((part) => part.id));
  const seen = new Set<string>();
  return parts.map((part) => {
    if (!seen.has(part.id)) {
      seen.add(part.id);
      return part;
    }
    return { ...part, id: fresh(part.id) };
  });
}
