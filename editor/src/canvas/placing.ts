/** Decides the place of a new card, and which cards move aside for it. */
import type { Wire } from "../model/actions";
import type { FlowDocument, FlowEdge, Position } from "../model/document";
import { descendantsOf, edgeOfPort } from "../model/graph";
import { type Box, freePlace, placeAfter, roomNeeded } from "./place";
import type { Screen } from "./screen";
import type { Size } from "./size";

export interface Placing {
  position: Position;
  /** The cards that make room, and where they go. */
  shifted: ReadonlyMap<string, Position>;
}

const NOBODY: ReadonlyMap<string, Position> = new Map();

/** The edge that a wire would cut in two. */
const edgeCut = (document: FlowDocument, wire: Wire): FlowEdge | undefined =>
  wire.kind === "onEdge"
    ? document.edges.find((edge) => edge.id === wire.edgeId)
    : edgeOfPort(document, wire.source, wire.port);

interface NewCard {
  /** It may be on the canvas already, and is not in its own way. */
  id: string;
  size: Size;
  /** Without one it goes between no two cards. */
  hasWayOut: boolean;
}

/** The place of a new card: in the gap of an edge, with its middle at `at`, behind its port, or in view. */
export function placing(
  document: FlowDocument,
  screen: Screen,
  { id, size, hasWayOut }: NewCard,
  wire: Wire | undefined,
  at: Position | undefined,
): Placing {
  const cut = wire && hasWayOut ? edgeCut(document, wire) : undefined;
  const others = () => screen.boxes(id);
  if (cut) return between(document, screen, size, cut, others);
  const beside = at === undefined ? besidePort(screen, size, wire, others) : undefined;
  const corner = cornerOf(at ?? screen.at(0.5, 0.45), size);
  return { position: beside ?? freePlace(corner, size, others()), shifted: NOBODY };
}

function besidePort(
  screen: Screen,
  size: Size,
  wire: Wire | undefined,
  others: () => Box[],
): Position | undefined {
  const box = wire?.kind === "after" ? screen.box(wire.source) : undefined;
  if (wire?.kind !== "after" || box === undefined) return undefined;
  return placeAfter(box, screen.levelOf(wire.source, wire.port), size, others());
}

function between(
  document: FlowDocument,
  screen: Screen,
  size: Size,
  edge: FlowEdge,
  others: () => Box[],
): Placing {
  const source = screen.box(edge.source);
  const target = screen.box(edge.target);
  if (source === undefined || target === undefined) return { position: { x: 0, y: 0 }, shifted: NOBODY };
  const level = screen.levelOf(edge.source, edge.sourceHandle);
  const shifted = makeRoom(document, edge, roomNeeded(source, target));
  const inTheWay = shifted.size > 0 ? [] : others();
  return { position: placeAfter(source, level, size, inTheWay), shifted };
}

/** The cards behind the edge, `by` further right; none when the edge leads back to where it came from. */
function makeRoom(document: FlowDocument, { source, target }: FlowEdge, by: number) {
  const behind = new Set([target, ...descendantsOf(document, target)]);
  if (by === 0 || behind.has(source)) return NOBODY;
  return new Map(
    document.nodes
      .filter((node) => behind.has(node.id))
      .map(({ id, position }) => [id, { x: position.x + by, y: position.y }]),
  );
}

const cornerOf = ({ x, y }: Position, { width, height }: Size): Position => ({
  x: x - width / 2,
  y: y - height / 2,
});
