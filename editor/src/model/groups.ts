/** Frames around nodes, notes and other groups: what is in them, and how large they are. */
import type { FlowDocument, Group, Position } from "./document";

interface Box extends Position {
  width: number;
  height: number;
}

/** What is in which group. A file may put a part into two groups, or groups into each other: here the first one counts. */
interface Nesting {
  parents: ReadonlyMap<string, string>;
  children: ReadonlyMap<string, readonly string[]>;
}

const NONE: readonly Group[] = [];
const PADDING = 20;
/** The height of the line that a frame is named in. */
const FRAME_HEAD = 32;

// A list is never changed in place, so what was found out about it stays true as long as it lives.
const nestings = new WeakMap<readonly Group[], Nesting>();

export function nestingOf(document: Pick<FlowDocument, "groups">): Nesting {
  const groups = document.groups ?? NONE;
  const known = nestings.get(groups) ?? nested(groups);
  nestings.set(groups, known);
  return known;
}

function nested(groups: readonly Group[]): Nesting {
  const parents = new Map<string, string>();
  const children = new Map(groups.map(({ id }) => [id, [] as string[]]));
  for (const { id, members } of groups) {
    for (const member of members) {
      if (parents.has(member) || isInside(id, member, parents)) continue;
      parents.set(member, id);
      children.get(id)?.push(member);
    }
  }
  return { parents, children };
}

/** Whether `id` is `outer`, or anywhere inside of it. */
function isInside(id: string, outer: string, parents: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = id; at !== undefined; at = parents.get(at)) if (at === outer) return true;
  return false;
}

/** These parts, and all that is in those of them that are groups. */
export function withInside(document: FlowDocument, ids: Iterable<string>): Set<string> {
  const { children } = nestingOf(document);
  const found = new Set<string>();
  const ahead = [...ids];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    ahead.push(...(children.get(id) ?? []));
  }
  return found;
}

/** The parts without those that are inside another one of them. */
export function outermost(document: FlowDocument, ids: Iterable<string>): string[] {
  const { parents } = nestingOf(document);
  const chosen = new Set(ids);
  return [...chosen].filter((id) => {
    let at = parents.get(id);
    while (at !== undefined && !chosen.has(at)) at = parents.get(at);
    return at === undefined;
  });
}

/** How many groups a part is in. */
export function depthOf(document: FlowDocument, id: string): number {
  const { parents } = nestingOf(document);
  let depth = 0;
  for (let at = parents.get(id); at !== undefined; at = parents.get(at)) depth += 1;
  return depth;
}

/** The frame of each group that has something in it; `boxOf` answers for nodes and notes. */
export function framesOf(document: FlowDocument, boxOf: (id: string) => Box | undefined): Map<string, Box> {
  const { children } = nestingOf(document);
  const frames = new Map<string, Box>();
  // A member comes before its group when the deepest are measured first.
  const groups = (document.groups ?? NONE).map(({ id }) => ({ id, depth: depthOf(document, id) }));
  for (const { id } of groups.sort((a, b) => b.depth - a.depth)) {
    const boxes = (children.get(id) ?? []).flatMap((member) => frames.get(member) ?? boxOf(member) ?? []);
    if (boxes.length > 0) frames.set(id, framed(boundsOf(boxes)));
  }
  return frames;
}

/** The box around all of these. */
export function boundsOf(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

const framed = ({ x, y, width, height }: Box): Box => ({
  x: x - PADDING,
  y: y - PADDING - FRAME_HEAD,
  width: width + 2 * PADDING,
  height: height + 2 * PADDING + FRAME_HEAD,
});
