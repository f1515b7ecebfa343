/** Every change of a document that the editor makes, by name. */
import { action, type News } from "./action";
import { type FlowDocument, type FlowNode, type Position, pointOf } from "./document";
import { edgeOfPort, nodeOf } from "./graph";
import { joined, listed, taken } from "./groupActions";
import { nestingOf, withInside } from "./groups";
import type { Action } from "./history";
import { freshId } from "./ids";
import { type NodeTypes, portsOf } from "./nodeTypes";
import { idsOf } from "./parts";
import { getIn, type Path, setIn } from "./path";
import { edgesAfter } from "./rows";
import { isObject } from "./schema";
import { healed, isAllowed, linked, rerouted, spliced, type Way, type Wire } from "./wiring";

export { newNode } from "./newNode";
export { duplicate, paste } from "./pasteActions";
export type { Way, Wire } from "./wiring";

/** What the server takes. */
export const MAX_NAME = 200;
export const MAX_DESCRIPTION = 5_000;

/** Adds the node; the wire is left out where it is impossible. */
export const addNode = (types: NodeTypes, node: FlowNode, wire?: Wire): Action =>
  action("add", (document) => {
    const added = renumbered(document, node);
    const [firstPort] = portsOf(node, types.get(node.type));
    const withNode = { ...document, nodes: [...document.nodes, added] };
    if (wire === undefined) return withNode;
    const edges = spliced(withNode, added, firstPort?.name, wire);
    return { ...withNode, edges, groups: besideNeighbours({ ...withNode, edges }, added.id) };
  });

/** Puts a node that is there into the middle of an edge. */
export const insertInto = (types: NodeTypes, nodeId: string, edgeId: string): Action =>
  action("insert", (document) => {
    const node = nodeOf(document, nodeId);
    if (node === undefined) return {};
    const [firstPort] = portsOf(node, types.get(node.type));
    const edges = spliced(document, node, firstPort?.name, { kind: "onEdge", edgeId });
    return { edges, groups: besideNeighbours({ ...document, edges }, nodeId) };
  });

/** Moves nodes and notes. */
export const moveNodes = (positions: ReadonlyMap<string, Position>): Action =>
  action("move", ({ nodes, notes }) => ({
    nodes: moved(nodes, positions),
    notes: notes && moved(notes, positions),
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

/**
 * Deletes nodes, notes, groups with what is in them, and edges; what led to a deleted node leads to what came after it,
 * where that is one node.
 */
export function deleteParts(ids: Iterable<string>, edgeIds: Iterable<string> = []): Action {
  const [chosen, goneEdges] = [[...ids], new Set(edgeIds)];
  return action("delete", (document) => {
    const gone = withInside(document, chosen);
    const { notes = [], groups = [] } = document;
    return {
      nodes: document.nodes.filter((node) => !gone.has(node.id)),
      edges: healed(document, gone, goneEdges),
      notes: listed(notes.filter((note) => !gone.has(note.id))),
      groups: listed(
        taken(
          groups.filter((group) => !gone.has(group.id)),
          gone,
        ),
      ),
    };
  });
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

/** Puts another document in the place of this one: an older version, or what somebody else saved. */
export const replaceDocument = (document: FlowDocument): Action =>
  action("replace", () => ({ notes: undefined, groups: undefined, tests: undefined, ...document }));

/** The groups, with the node in the one that both its neighbours are in. */
function besideNeighbours(document: FlowDocument, id: string): FlowDocument["groups"] {
  const { parents } = nestingOf(document);
  const before = document.edges.find((edge) => edge.target === id)?.source ?? "";
  const after = document.edges.find((edge) => edge.source === id)?.target ?? "";
  const group = parents.get(before);
  const isBetween = group !== undefined && group === parents.get(after) && !parents.has(id);
  return isBetween ? joined(document.groups ?? [], group, [id]) : document.groups;
}

function configured(
  document: FlowDocument,
  nodeId: string,
  change: (config: FlowNode["config"]) => unknown,
): News {
  const node = nodeOf(document, nodeId);
  if (node === undefined) return {};
  const config = change(node.config);
  if (!isObject(config) || config === node.config) return {};
  return {
    nodes: document.nodes.with(document.nodes.indexOf(node), { ...node, config }),
    edges: edgesAfter(document.edges, nodeId, node.config, config),
  };
}

/** The node with an id that nothing on the canvas has, its own where that is free. */
function renumbered(document: FlowDocument, node: FlowNode): FlowNode {
  const id = freshId(node.id, new Set(idsOf(document)));
  return id === node.id ? node : { ...node, id };
}

const moved = <T extends { id: string; position: Position }>(
  parts: readonly T[],
  positions: ReadonlyMap<string, Position>,
): T[] =>
  parts.map((part) => {
    const position = positions.get(part.id);
    return position === undefined || isThere(part, position)
      ? part
      : { ...part, position: pointOf(position) };
  });

const isThere = ({ position }: { position: Position }, { x, y }: Position): boolean =>
  position.x === x && position.y === y;
