/** Where dagre puts boxes that are wired to each other. It takes seconds for thousands of them: pages call it in a worker. */
import { Graph, layout } from "@dagrejs/dagre";
import { BETWEEN_NODES, BETWEEN_RANKS, type Box, inColumns, type Wire } from "./columns";
import type { Position } from "./document";

/** What is to be laid out, as plain data: it travels to a worker. The order counts. */
export interface Job {
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
}

/** The upper left corner of each box, in their order. */
export function placed({ boxes, wires }: Job): Position[] {
  const graph = new Graph<object, Omit<Box, "id"> & Position, object>({ multigraph: true });
  graph.setGraph({ rankdir: "LR", ranksep: BETWEEN_RANKS, nodesep: BETWEEN_NODES });
  // dagre keeps its nodes in plain objects, where "__proto__" is no key, and bare numbers would lose their order.
  const names = new Map(boxes.map((box, at) => [box.id, `n${at}`]));
  boxes.forEach(({ width, height }, at) => {
    graph.setNode(`n${at}`, { width, height, x: 0, y: 0 });
  });
  wires.forEach(({ source, target }, at) => {
    if (source !== target) graph.setEdge(`${names.get(source)}`, `${names.get(target)}`, {}, `e${at}`);
  });
  // Its search for fewer crossings turns branches upside down where it is all the same to it; people keep their order.
  const done = isLaidOut(() => layout(graph, { disableOptimalOrderHeuristic: true }));
  if (!done) return inColumns(boxes, wires);
  return boxes.map((_, at) => {
    const { x, y, width, height } = graph.node(`n${at}`);
    return { x: x - width / 2, y: y - height / 2 };
  });
}

/** Whether dagre got through: it calls itself once for each node of a way, and a way of 2,000 is too long for that. */
function isLaidOut(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
