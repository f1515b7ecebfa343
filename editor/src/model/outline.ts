/** The flow as a tree to be read: from each trigger along its ways; what stands there already is only named again. */
import type { FlowDocument, FlowNode } from "./document";
import { edgeOfPort, edgesOutOf, nodeOf, orderFromTriggers } from "./graph";
import { type NodeTypes, type Port, portsOf } from "./nodeTypes";

/** A node; a way out of one that has several; or a node that stands elsewhere in the tree, where it goes on. */
export type OutlineItem = {
  key: string;
  /** From 1. */
  level: number;
  parent: string | null;
} & (
  | { kind: "node" | "again"; node: FlowNode }
  | { kind: "way"; node: FlowNode; port: Port; isOpen: boolean }
);

interface Task {
  nodeId: string;
  level: number;
  parent: string | null;
}

/** All items in the order one reads them, each behind what it is in. */
export function outlineOf(document: FlowDocument, types: NodeTypes): OutlineItem[] {
  const items: OutlineItem[] = [];
  const seen = new Set<string>();
  for (const start of orderFromTriggers(document)) {
    if (!seen.has(start)) walk(document, types, start, items, seen);
  }
  return items;
}

/** With a list of what is still to be told, because ways of thousands of nodes would overflow a function that calls itself. */
function walk(
  document: FlowDocument,
  types: NodeTypes,
  start: string,
  items: OutlineItem[],
  seen: Set<string>,
): void {
  const ahead: (Task | OutlineItem)[] = [{ nodeId: start, level: 1, parent: null }];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if ("kind" in next) {
      items.push(next);
      continue;
    }
    const node = nodeOf(document, next.nodeId);
    if (node === undefined) continue;
    const { level, parent } = next;
    const key = seen.has(node.id) ? `${parent}>${node.id}` : node.id;
    items.push({ kind: seen.has(node.id) ? "again" : "node", key, level, parent, node });
    if (!seen.has(node.id)) ahead.push(...behind(document, types, node, next).reverse());
    seen.add(node.id);
  }
}

/** What comes after a node: at its side where there is one way, else below each of its ways. */
function behind(document: FlowDocument, types: NodeTypes, node: FlowNode, at: Task): (Task | OutlineItem)[] {
  const ports = waysOf(document, types, node);
  if (ports.length < 2) {
    const [edge] = edgesOutOf(document, node.id);
    return edge ? [{ ...at, nodeId: edge.target }] : [];
  }
  return ports.flatMap((port): (Task | OutlineItem)[] => {
    const key = `${node.id}.${port.name}`;
    const edge = edgeOfPort(document, node.id, port.name);
    const way = {
      kind: "way" as const,
      key,
      level: at.level + 1,
      parent: node.id,
      node,
      port,
      isOpen: !edge,
    };
    return edge ? [way, { nodeId: edge.target, level: at.level + 2, parent: key }] : [way];
  });
}

/** Those of its type, and those that only an edge names. */
function waysOf(document: FlowDocument, types: NodeTypes, node: FlowNode): Port[] {
  const ports = portsOf(node, types.get(node.type));
  const names = new Set(ports.map(({ name }) => name));
  const others = edgesOutOf(document, node.id).filter(({ sourceHandle }) => !names.has(sourceHandle));
  return [...ports, ...others.map(({ sourceHandle: name }) => ({ name, label: "" }))];
}

/** Of an item among its neighbours. */
export interface Place {
  position: number;
  size: number;
  hasChildren: boolean;
}

/** Which one of how many each item is among its neighbours. */
export function placesOf(items: readonly OutlineItem[]): Map<string, Place> {
  const counts = new Map<string | null, number>();
  const positions = items.map(({ parent }) => {
    const position = (counts.get(parent) ?? 0) + 1;
    counts.set(parent, position);
    return position;
  });
  return new Map(
    items.map(({ key, parent }, at) => [
      key,
      { position: positions[at] ?? 1, size: counts.get(parent) ?? 1, hasChildren: counts.has(key) },
    ]),
  );
}

/** Whether both are drawn alike: the items of a new document are other objects, mostly of the same nodes. */
export const isSameItem = (one: OutlineItem, other: OutlineItem): boolean =>
  one.kind === other.kind &&
  one.key === other.key &&
  one.level === other.level &&
  one.parent === other.parent &&
  one.node === other.node &&
  (one.kind !== "way" || other.kind !== "way" || isSameWay(one, other));

type Way = Extract<OutlineItem, { kind: "way" }>;

const isSameWay = (one: Way, other: Way): boolean =>
  one.isOpen === other.isOpen && one.port.name === other.port.name && one.port.label === other.port.label;
