/** The node types the server knows, and the ports of a node as it is configured. */
import type { components } from "../generated/api";
import type { FlowNode } from "./document";

export type NodeType = components["schemas"]["TypeDescription"];
export type NodeTypes = ReadonlyMap<string, NodeType>;

/** A way out: `name` is the edge's `sourceHandle`, `label` what people read (may be empty). */
export interface Port {
  name: string;
  label: string;
}

export const byTag = (items: readonly NodeType[]): NodeTypes =>
  new Map(items.map((type) => [type.tag, type]));

/** The ways out of `node`: the rows its settings name, then the type's own; none for an unknown type. */
export function portsOf(node: FlowNode, type: NodeType | undefined): Port[] {
  if (type === undefined) return [];
  const rows = type.portsFrom ? node.config[type.portsFrom] : [];
  const named = Array.isArray(rows)
    ? rows.filter(hasId).map((row) => ({ name: row.id, label: String(row.label || row.id) }))
    : [];
  return [...named, ...type.ports.map((name) => ({ name, label: "" }))];
}

const hasId = (row: unknown): row is { id: string; label?: unknown } =>
  typeof row === "object" && row !== null && typeof (row as { id?: unknown }).id === "string";
