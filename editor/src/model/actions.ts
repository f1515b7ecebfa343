/** Every change of a document that the editor makes, by name. */
import { original } from "immer";
import { type Fragment, fragmentOf } from "./clipboard";
import type { FlowDocument, FlowNode, Position } from "./document";
import { edgeOfPort, isTrigger, nodeOf } from "./graph";
import type { Action } from "./history";
import { edgeIds, freshIds } from "./ids";
import { cornerOf } from "./layout";
import { type NodeTypes, portsOf } from "./nodeTypes";
import { getIn, type Path, setIn } from "./path";
import { edgesAfter } from "./rows";
import { isObject } from "./schema";
import { healed, isAllowed, linked, rerouted, spliced, type Way, type Wire } from "./wiring";

export { newNode } from "./newNode";
export type { Way, Wire } from "./wiring";

/** What the server takes. */
export const MAX_NAME = 200;
export const MAX_DESCRIPTION = 5_000;
const DUPLICATE_OFFSET = 40;

/** Adds the node; the wire is left out where it is impossible. */
export const addNode = (types: NodeTypes, node: FlowNode, wire?: Wire): Action =>
  action("add", (document) => {
    const [added] = renumbered(document, [node]);
    const [firstPort] = portsOf(node, types.get(node.type));
    const withNode = { ...document, nodes: [...document.nodes, added as FlowNode] };
    if (wire === undefined) return withNode;
    return { ...withNode, edges: spliced(withNode, added as FlowNode, firstPort?.name, wire) };
  });

/** Puts a node that is there into the middle of an edge. */
export const insertInto = (types: NodeTypes, nodeId: string, edgeId: string): Action =>
  action("insert", (document) => {
    const node = nodeOf(document, nodeId);
    if (node === undefined) return {};
    const [firstPort] = portsOf(node, types.get(node.type));
    return { edges: spliced(document, node, firstPort?.name, { kind: "onEdge", edgeId }) };
  });

export const moveNodes = (positions: ReadonlyMap<string, Position>): Action =>
  action("move", ({ nodes }) => ({
    nodes: nodes.map((node) => {
      const position = positions.get(node.id);
      return position === undefined || isThere(node, position)
        ? node
        : { ...node, position: pointOf(position) };
    }),
  }));

/** Wires a port to a node, in place of the edge the port had; nothing when it is a trigger or not there. */
export const connect = (source: string, port: string, target: string, id?: string): Action =>
  action("connect", (document) => {
    const way = { source, port, target };
    if (!isAllowed(document, way) || edgeOfPort(document, source, port)?.target === target) return {};
    return { edges: linked(document, way, id) };
  });

/** Leads an edge another way; it keeps its id. */
export const reconnect = (edgeId: string, way: Way): Action =>
  action("reconnect", (document) => {
    const isKnown = document.edges.some((edge) => edge.id === edgeId);
    return isKnown && isAllowed(document, way) ? { edges: rerouted(document, edgeId, way) } : {};
  });

/** Deletes nodes and edges; what led to a deleted part leads to what came after it, where that is one node. */
export function deleteParts(nodeIds: Iterable<string>, edgeIds: Iterable<string> = []): Action {
  const [goneNodes, goneEdges] = [new Set(nodeIds), new Set(edgeIds)];
  return action("delete", (document) => ({
    nodes: document.nodes.filter((node) => !goneNodes.has(node.id)),
    edges: healed(document, goneNodes, goneEdges),
  }));
}

/** Replaces a node's settings; edges of rows that are gone go with them. */
export const setConfig = (nodeId: string, config: FlowNode["config"]): Action =>
  action("set", (document) => configured(document, nodeId, () => config));

/** Sets one place in a node's settings; undefined takes the key or the row out. */
export const setField = (nodeId: string, path: Path, value: unknown): Action =>
  action("set", (document) =>
    configured(document, nodeId, (config) =>
      getIn(config, path) === value ? config : setIn(config, path, value),
    ),
  );

/** Sets one place in the settings of the flow as a whole; without a path all of them. */
export const setSettings = (path: Path, value: unknown): Action =>
  action("set", ({ settings }) => {
    const next = getIn(settings, path) === value ? settings : setIn(settings, path, value);
    return isObject(next) && next !== settings ? { settings: next } : {};
  });

/** Renames the flow; a flow has a name, so an empty one changes nothing. */
export const renameFlow = (name: string): Action =>
  action("rename", () => (name.trim() === "" ? {} : { name: name.slice(0, MAX_NAME) }));

export const describeFlow = (text: string): Action =>
  action("describe", () => ({ description: text.slice(0, MAX_DESCRIPTION) }));

/** Adds copied nodes with fresh ids, the upper left corner of all at `at`. */
export const paste = (fragment: Fragment, at: Position): Action =>
  action("paste", (document) => pasted(document, fragment, at));

export function duplicate(ids: Iterable<string>): Action {
  const chosen = [...ids];
  return action("duplicate", (document) => {
    const fragment = fragmentOf(document, chosen);
    const { x, y } = cornerOf(fragment.nodes.map((node) => node.position));
    return pasted(document, fragment, { x: x + DUPLICATE_OFFSET, y: y + DUPLICATE_OFFSET });
  });
}

/** Puts another document in the place of this one: an older version, or what somebody else saved. */
export const replaceDocument = (document: FlowDocument): Action => action("replace", () => document);

/** An action made of a pure function: it is told the document and says what is new of it. */
function action(name: string, change: (document: FlowDocument) => Partial<FlowDocument>): Action {
  return {
    name,
    apply(draft) {
      // Reading through the draft would make a proxy of every node and edge that is looked at.
      Object.assign(draft, change(original(draft) as FlowDocument));
    },
  };
}

function configured(
  document: FlowDocument,
  nodeId: string,
  change: (config: FlowNode["config"]) => unknown,
): Partial<FlowDocument> {
  const node = nodeOf(document, nodeId);
  if (node === undefined) return {};
  const config = change(node.config);
  if (!isObject(config) || config === node.config) return {};
  return {
    nodes: document.nodes.with(document.nodes.indexOf(node), { ...node, config }),
    edges: edgesAfter(document.edges, nodeId, node.config, config),
  };
}

function pasted(document: FlowDocument, fragment: Fragment, at: Position): Partial<FlowDocument> {
  const corner = cornerOf(fragment.nodes.map((node) => node.position));
  const nodes = renumbered(document, fragment.nodes).map((node) => ({
    ...node,
    position: pointOf({ x: node.position.x - corner.x + at.x, y: node.position.y - corner.y + at.y }),
  }));
  const newIds = new Map(fragment.nodes.map((node, at) => [node.id, nodes[at] as FlowNode]));
  const nextId = edgeIds(document.edges);
  const ports = new Set<string>();
  const edges = fragment.edges.flatMap(({ source, sourceHandle, target }) => {
    const [from, to] = [newIds.get(source), newIds.get(target)];
    const port = JSON.stringify([source, sourceHandle]);
    if (from === undefined || to === undefined || isTrigger(to) || ports.has(port)) return [];
    ports.add(port);
    return [{ id: nextId(), source: from.id, sourceHandle, target: to.id }];
  });
  return { nodes: [...document.nodes, ...nodes], edges: [...document.edges, ...edges] };
}

/** The nodes with ids that nothing in the document has, theirs where they are free. */
function renumbered(document: FlowDocument, nodes: readonly FlowNode[]): FlowNode[] {
  const fresh = freshIds(document.nodes.map((node) => node.id));
  return nodes.map((node) => {
    const id = fresh(node.id);
    return id === node.id ? node : { ...node, id };
  });
}

const isThere = ({ position }: FlowNode, { x, y }: Position): boolean => position.x === x && position.y === y;

/** JSON has no NaN and no infinity. */
const pointOf = ({ x, y }: Position): Position => ({
  x: Number.isFinite(x) ? x : 0,
  y: Number.isFinite(y) ? y : 0,
});
