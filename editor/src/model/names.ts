/** What a node calls by an id, by its name: another flow, or another node of its own flow. */
import type { TFunction } from "i18next";
import type { FlowDocument } from "./document";
import { nodeOf } from "./graph";
import type { NodeType, NodeTypes } from "./nodeTypes";
import { nodeName } from "./words";

export interface Names {
  /** Null when it is gone, undefined while nobody knows; as the other. */
  flow(id: number): string | null | undefined;
  node(id: string): string | null | undefined;
}

type Flows = ReadonlyMap<number, { name: string }> | undefined;

/** The names as they are whenever one is asked for. */
export const namesIn = (
  document: () => FlowDocument,
  flows: () => Flows,
  types: NodeTypes,
  t: TFunction,
): Names => ({
  flow: (id) => flowName(flows(), id),
  node(id) {
    const node = nodeOf(document(), id);
    return node ? nodeName(node, types.get(node.type), t) : null;
  },
});

/** The names of flows alone. */
export const namesOfFlows = (flows: Flows): Names => ({
  flow: (id) => flowName(flows, id),
  node: () => undefined,
});

function flowName(flows: Flows, id: number): string | null | undefined {
  return flows && (flows.get(id)?.name ?? null);
}

const WIDGETS = { flow: '"widget":"flow"', node: '"widget":"node"' };
const found = new WeakMap<NodeType, ReadonlySet<string>>();

/** Whether nodes of this type may name another flow, or another node. */
export function refersTo(type: NodeType | undefined, what?: keyof typeof WIDGETS): boolean {
  if (type === undefined) return false;
  const kinds = found.get(type) ?? kindsIn(type);
  found.set(type, kinds);
  return what === undefined ? kinds.size > 0 : kinds.has(what);
}

function kindsIn({ schema }: NodeType): ReadonlySet<string> {
  const text = JSON.stringify(schema);
  return new Set(Object.entries(WIDGETS).flatMap(([kind, hint]) => (text.includes(hint) ? [kind] : [])));
}
