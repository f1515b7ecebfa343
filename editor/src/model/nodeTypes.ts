/** The node types the server knows, and the ports of a node as it is configured. */
import type { components } from "../generated/api";
import type { FlowNode } from "./document";

export type NodeType = components["schemas"]["TypeDescription"];
export type NodeTypes = ReadonlyMap<string, NodeType>;

/** A way out: `name` is the edge's `sourceHandle`, `label` what people read (may be empty). */
export interface Port {
  name: string;
  label: string;
  /** Whether it is a button that the contact taps. */
  isButton?: boolean;
}

export const byTag = (items: readonly NodeType[]): NodeTypes =>
  new Map(items.map((type) => [type.tag, type]));

/** The ways out of `node`: the rows its settings name, then the type's own; none for an unknown type. */
export function portsOf(node: FlowNode, type: NodeType | undefined): Port[] {
  if (type === undefined) return [];
  const { portsFrom } = type;
  const rows = portsFrom && Object.hasOwn(node.config, portsFrom) ? node.config[portsFrom] : [];
  const named = Array.isArray(rows) ? rows.filter(hasId).map((row) => portOfRow(row, type)) : [];
  const all = [...named, ...type.ports.map((name) => port(name))];
  // Two rows may have got the same id: that is one port, and an issue of the check.
  return [...new Map(all.toReversed().map((each) => [each.name, each])).values()].toReversed();
}

const portOfRow = ({ id, label, title }: Row, { tag }: NodeType): Port => ({
  ...port(id, label ?? title),
  ...(tag === "send_buttons" && { isButton: true }),
});

const port = (name: string, label?: unknown): Port => ({
  name,
  label: typeof label === "string" ? label : "",
});

interface Row {
  id: string;
  label?: unknown;
  title?: unknown;
}

const hasId = (row: unknown): row is Row =>
  typeof row === "object" && row !== null && typeof (row as { id?: unknown }).id === "string";
