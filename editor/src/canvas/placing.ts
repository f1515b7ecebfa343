/** Decides the place of a new card, and which cards move aside for it. */
import type { Wire } from "../model/actions";
import type { FlowDocument, FlowEdge, Position } from "../model/document";
import { descendantsOf, edgeOfPort } from "../model/graph";
import { freePlace, placeAfter, roomNeeded } from "./place";
import type { Screen } from "./screen";
import type { Size } from "./size";

export interface Placing {
  position: Position;
  /** The cards that make room, and where they go. */
  shifted: ReadonlyMap<string, Position>;
}

const NOBODY: ReadonlyMap<string, Position> = new Map();

/** The edge that a wire would cut in two. */
export const edgeCut = (document: FlowDocument, wire: Wire): FlowEdge | undefined =>
  wire.kind === "onEdge"
    ? document.edges.find((edge) => edge.id === wire.edgeId)
    : edgeOfPort(document, wire.source, wire.port);

/** The place of a card of that size: behind its port, in the gap of an edge, or with its middle at `at`. */
export function placing(
  document: FlowDocument,
  screen: Screen,
  size: Size,
  wire: Wire | undefined,
  at: Position,
): Placing {
  const cut = wire && edgeCut(document, wire);
  if (cut) return between(document, screen, size, cut);
  return { position: freePlace(cornerOf(at, size), size, screen.boxes()), shifted: NOBODY };
}

/** The middle of a card that is put behind a port, whatever is there already. */
export function besidePort(screen: Screen, size: Size, source: string, port: string): Position | undefined {
  const box = screen.box(source);
  if (box === undefined) return undefined;
  const { x, y } = placeAfter(box, screen.levelOf(source, port), size, screen.boxes());
  return { x: x + size.width / 2, y: y + size.height / 2 };
}

function between(document: FlowDocument, screen: Screen, size: Size, edge: FlowEdge): Placing {
  const source = screen.box(edge.source);
  const target = screen.box(edge.target);
  if (source === undefined || target === undefined) return { position: { x: 0, y: 0 }, shifted: NOBODY };
  const level = screen.levelOf(edge.source, edge.sourceHandle);
  const shifted = makeRoom(document, edge, roomNeeded(source, target));
  const inTheWay = shifted.size > 0 ? [] : screen.boxes();
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
