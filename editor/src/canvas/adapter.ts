/** The one place where the document becomes React Flow's nodes and edges, and React Flow's changes become ours. */
import { type Bubble, bubbleOf } from "../model/bubble";
import type { FlowDocument, FlowEdge, FlowNode, Position } from "../model/document";
import { cycleEnds, edgesInto, isTrigger } from "../model/graph";
import { refersTo } from "../model/names";
import type { NodeType, NodeTypes, Port } from "../model/nodeTypes";
import type { Selection } from "../model/store";
import { cardPorts, portRows } from "./ports";
import { type CardChange, type Edge, type EdgeChange, type Node, type NodeHandle, Side } from "./reactFlow";
import { bodyHeight, HANDLE, linesOf, portY, sizeOf } from "./size";
import type { Words } from "./words";

export const INPUT = "in";
/** The class of what the search did not find. */
export const DIM = "dim";

export interface CardData extends Record<string, unknown> {
  node: FlowNode;
  type: NodeType | undefined;
  ports: Port[];
  hasInput: boolean;
  words: Words;
  lines: number;
  /** A node that writes to the contact, as its message; it stands in the sentence's place. */
  bubble: Bubble | undefined;
  /** The height of the sentence or the bubble. */
  body: number;
}

export type CardNode = Node<CardData, "card">;
/** It closes a cycle; it leads into or out of a disabled node. */
type LineData = { isBack: boolean; isOff: boolean };
export type CardEdge = Edge<LineData, "flow">;

interface Cached<T> {
  /** What it was made of beside the node or the edge; another key means that it must be made anew. */
  key: string;
  plain: T;
  selected?: T;
  dim?: T;
  dimSelected?: T;
}

export interface Adapter {
  /** The cards; `moved` holds the places of cards that are being dragged, and what is not among the `found` steps back. */
  nodes(
    document: FlowDocument,
    selected: ReadonlySet<string>,
    moved?: ReadonlyMap<string, Position>,
    found?: ReadonlySet<string>,
  ): CardNode[];
  edges(document: FlowDocument, selected: ReadonlySet<string>): CardEdge[];
}

/** An adapter that answers with the same object for as long as a node, an edge and their selection are the same. */
export function createAdapter(
  types: NodeTypes,
  wordsOf: (node: FlowNode) => Words,
  nameEdge: (source: string, target: string, isBack: boolean) => string,
  nameCard: (node: FlowNode, words: Words) => string = (_, words) => `${words.title}: ${words.sentence}`,
): Adapter {
  const cards = new WeakMap<FlowNode, Cached<CardNode>>();
  const lines = new WeakMap<FlowEdge, Cached<CardEdge>>();
  const names = new Map<string, string>();
  let last: CardEdge[] = [];

  // While a card is dragged the edges stay the same list, and so does everything that follows from them.
  let seen: { edges: readonly FlowEdge[]; cards: WeakMap<FlowNode, Cached<CardNode>> } | undefined;

  function card(node: FlowNode, document: FlowDocument): Cached<CardNode> {
    if (seen?.edges !== document.edges) seen = { edges: document.edges, cards: new WeakMap() };
    // What such a card says may change while its node stays the same.
    if (refersTo(types.get(node.type))) return cardOf(node, document);
    const known = seen.cards.get(node) ?? cardOf(node, document);
    seen.cards.set(node, known);
    return known;
  }

  function cardOf(node: FlowNode, document: FlowDocument): Cached<CardNode> {
    const type = types.get(node.type);
    const hasInput = !isTrigger(node) || edgesInto(document, node.id).length > 0;
    const ports = cardPorts(document, node, type);
    const words = wordsOf(node);
    const key = `${hasInput} ${ports.map((port) => port.name).join(" ")} ${words.sentence}`;
    const found = cards.get(node);
    if (found?.key === key) return found;
    const made = {
      key,
      plain: { ...toCard(node, type, ports, hasInput, words), ariaLabel: nameCard(node, words) },
    };
    cards.set(node, made);
    return made;
  }

  function line(
    edge: FlowEdge,
    nodes: ReadonlyMap<string, FlowNode>,
    isBack: boolean,
  ): Cached<CardEdge> | undefined {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (source === undefined || target === undefined) return undefined;
    const [from, to] = [wordsOf(source).title, wordsOf(target).title];
    const isOff = source.disabled === true || target.disabled === true;
    const key = `${from}\n${to}\n${isBack}\n${isOff}`;
    const found = lines.get(edge);
    if (found?.key === key) return found;
    const name = names.get(key) ?? nameEdge(from, to, isBack);
    names.set(key, name);
    const made = { key, plain: toLine(edge, name, { isBack, isOff }) };
    lines.set(edge, made);
    return made;
  }

  return {
    nodes(document, selected, moved, found) {
      return document.nodes.map((node) => {
        const isDim = found !== undefined && !found.has(node.id);
        const shown = chosen(card(node, document), selected.has(node.id), isDim);
        const position = moved?.get(node.id);
        return position ? { ...shown, position } : shown;
      });
    },
    edges(document, selected) {
      const nodes = new Map(document.nodes.map((node) => [node.id, node]));
      const back = cycleEnds(document);
      const next = document.edges.flatMap((edge) => {
        const found = line(edge, nodes, back.has(edge.id));
        return found ? [chosen(found, selected.has(edge.id))] : [];
      });
      // The same list again spares React Flow from reading it: a move of cards changes no edge.
      const isSame = next.length === last.length && next.every((edge, at) => edge === last[at]);
      if (!isSame) last = next;
      return last;
    },
  };
}

function chosen<T extends { selected?: boolean; className?: string }>(
  cached: Cached<T>,
  isSelected: boolean,
  isDim = false,
): T {
  if (!isSelected && !isDim) return cached.plain;
  const look = isDim ? (isSelected ? "dimSelected" : "dim") : "selected";
  cached[look] ??= { ...cached.plain, selected: isSelected, ...(isDim && { className: DIM }) };
  return cached[look];
}

function toCard(
  node: FlowNode,
  type: NodeType | undefined,
  ports: Port[],
  hasInput: boolean,
  words: Words,
): CardNode {
  const lines = linesOf(words.sentence);
  const bubble = type && bubbleOf(node);
  const body = bodyHeight({ sentence: words.sentence, bubble });
  const size = sizeOf(body, portRows(ports));
  return {
    id: node.id,
    type: "card",
    position: node.position,
    data: { node, type, ports, hasInput, words, lines, bubble, body },
    ...size,
    measured: size,
    handles: handlesOf(ports, hasInput, body, size.width),
  };
}

// Sizes and handles are declared, so that React Flow need not mount a card to know where its edges end.
function handlesOf(ports: Port[], hasInput: boolean, body: number, width: number): NodeHandle[] {
  const outs = ports.map(({ name }, at) => handle(name, "source", width, portY(body, portRows(ports), at)));
  if (!hasInput) return outs;
  return [handle(INPUT, "target", 0, sizeOf(body, portRows(ports)).height / 2), ...outs];
}

/** A handle as card.module.css draws it: a square whose middle lies on the card's edge. */
const handle = (id: string, type: "source" | "target", x: number, y: number): NodeHandle => ({
  id,
  type,
  position: type === "source" ? Side.Right : Side.Left,
  x: x - HANDLE / 2,
  y: y - HANDLE / 2,
  width: HANDLE,
  height: HANDLE,
});

const toLine = (edge: FlowEdge, name: string, data: LineData): CardEdge => ({
  id: edge.id,
  type: "flow",
  source: edge.source,
  sourceHandle: edge.sourceHandle,
  target: edge.target,
  targetHandle: INPUT,
  ariaLabel: name,
  data,
});

/** The selection after these changes; the same object when nothing is selected or left by them. */
export function selectionAfter(
  selection: Selection,
  changes: readonly (CardChange | EdgeChange)[],
  kind: keyof Selection,
): Selection {
  const ids = new Set(selection[kind]);
  let isSame = true;
  for (const change of changes) {
    if (change.type !== "select" || ids.has(change.id) === change.selected) continue;
    if (change.selected) ids.add(change.id);
    else ids.delete(change.id);
    isSame = false;
  }
  return isSame ? selection : { ...selection, [kind]: ids };
}

/** Where a gesture moves cards to, and whether it is over; null when the changes move nothing. */
export function movesOf(
  changes: readonly CardChange[],
): { at: Map<string, Position>; isOver: boolean } | null {
  const at = new Map<string, Position>();
  let isOver = false;
  for (const change of changes) {
    if (change.type !== "position" || change.position === undefined) continue;
    at.set(change.id, change.position);
    isOver = change.dragging === false;
  }
  return at.size > 0 ? { at, isOver } : null;
}
