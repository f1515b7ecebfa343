/** The ways out of a card, those that only an edge knows included, and the words for them. */
import type { FlowEdge, FlowNode } from "../model/document";
import { type NodeType, type Port, portsOf } from "../model/nodeTypes";

/** What the edges say about their nodes. */
export interface Wiring {
  /** The names of the wired ports of a node, in the order of the edges. */
  readonly out: ReadonlyMap<string, readonly string[]>;
  /** The nodes that an edge leads into. */
  readonly into: ReadonlySet<string>;
}

const known = new WeakMap<readonly FlowEdge[], Wiring>();

/** The wiring of these edges, worked out once for each list of edges. */
export function wiringOf(edges: readonly FlowEdge[]): Wiring {
  const found = known.get(edges);
  if (found) return found;
  const out = new Map<string, string[]>();
  for (const edge of edges) {
    const ports = out.get(edge.source);
    if (ports) ports.push(edge.sourceHandle);
    else out.set(edge.source, [edge.sourceHandle]);
  }
  const wiring = { out, into: new Set(edges.map((edge) => edge.target)) };
  known.set(edges, wiring);
  return wiring;
}

const NONE: readonly string[] = [];

export const wiredPorts = (edges: readonly FlowEdge[], id: string) => wiringOf(edges).out.get(id) ?? NONE;

/** The ports of a card: those of its type, then those that only its edges name (an unknown type, a lost branch). */
export function cardPorts(node: FlowNode, type: NodeType | undefined, wired: readonly string[]): Port[] {
  const ports = portsOf(node, type);
  const names = new Set(ports.map((port) => port.name));
  const extra = [...new Set(wired)].filter((name) => !names.has(name));
  return [...ports, ...extra.map((name) => ({ name, label: "" }))];
}

export const freePorts = (ports: readonly Port[], wired: readonly string[]) =>
  ports.filter((port) => !wired.includes(port.name));

/** `no_answer` as "No answer", for a port that nobody gave a label. */
export function readable(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
