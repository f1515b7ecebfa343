/** The flow document as the editor holds it: the server's shape with every default filled in, never changed in place. */
import type { components } from "../generated/api";

type Schemas = components["schemas"];

export const FORMAT_VERSION = 1;

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
  formatVersion: number;
  name: string;
  description: string;
  nodes: FlowNode[];
  edges: FlowEdge[];
  settings: Schemas["FlowSettings"];
}

/** The document with the defaults that a file may leave out. */
export function complete(raw: Schemas["FlowDocument"]): FlowDocument {
  return {
    formatVersion: raw.formatVersion ?? FORMAT_VERSION,
    name: raw.name,
    description: raw.description ?? "",
    nodes: (raw.nodes ?? []).map((node) => ({
      id: node.id,
      type: node.type,
      position: { x: node.position?.x ?? 0, y: node.position?.y ?? 0 },
      config: node.config ?? {},
    })),
    edges: (raw.edges ?? []).map((edge) => ({
      id: edge.id,
      source: edge.source,
      sourceHandle: edge.sourceHandle ?? "out",
      target: edge.target,
    })),
    settings: raw.settings ?? {},
  };
}
