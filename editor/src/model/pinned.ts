/** Lets nodes that are pinned stay where they are while the others are laid out around them. */
import { BETWEEN_NODES, type Size } from "./columns";
import type { FlowNode, Position } from "./document";

type Box = Position & Size;

/** The new places without those of pinned nodes; what would cover a pinned node goes below it. */
export function aroundPinned(
  nodes: readonly FlowNode[],
  places: ReadonlyMap<string, Position>,
  sizeOf: (id: string) => Size,
): Map<string, Position> {
  const boxAt = (id: string, position: Position): Box => ({ ...position, ...sizeOf(id) });
  const taken = nodes.filter(({ pinned }) => pinned).map(({ id, position }) => boxAt(id, position));
  const loose = nodes.filter(({ pinned }) => !pinned).map(({ id, position }) => boxOf(id, position));
  const inTheWay = loose.filter(({ box }) => taken.some((other) => overlaps(box, other)));
  const found = new Map(loose.map(({ id, box }) => [id, { x: box.x, y: box.y }]));
  taken.push(...loose.filter((each) => !inTheWay.includes(each)).map(({ box }) => box));
  for (const { id, box } of inTheWay) {
    const free = below(box, taken);
    taken.push(free);
    found.set(id, { x: free.x, y: free.y });
  }
  return found;

  function boxOf(id: string, position: Position) {
    return { id, box: boxAt(id, places.get(id) ?? position) };
  }
}

/** The box, moved down until it covers none of the others. */
function below(box: Box, others: readonly Box[]): Box {
  let free = box;
  for (let other = find(free, others); other !== undefined; other = find(free, others)) {
    free = { ...free, y: other.y + other.height + BETWEEN_NODES };
  }
  return free;
}

const find = (box: Box, others: readonly Box[]) => others.find((other) => overlaps(box, other));

const overlaps = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;
