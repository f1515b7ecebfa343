/** The ways out of a card, those that only an edge knows included. */
import type { FlowDocument, FlowNode } from "../model/document";
import { edgesOutOf } from "../model/graph";
import { type NodeType, type Port, portsOf } from "../model/nodeTypes";

/** How many ports have a row. One that only goes on needs none: its handle sits at the middle of the card. */
export const portRows = (ports: readonly Port[]): number =>
  ports.length > 1 || (ports.length === 1 && ports[0]?.name !== "out") ? ports.length : 0;

/** The ports of a card: those of its type, then those that only its edges name (an unknown type, a lost branch). */
export function cardPorts(document: FlowDocument, node: FlowNode, type: NodeType | undefined): Port[] {
  const ports = portsOf(node, type);
  const names = new Set(ports.map((port) => port.name));
  const wired = edgesOutOf(document, node.id).map((edge) => edge.sourceHandle);
  const extra = [...new Set(wired)].filter((name) => !names.has(name));
  return [...ports, ...extra.map((name) => ({ name, label: "" }))];
}
