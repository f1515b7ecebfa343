/** One SVG path that holds a straight line for every edge. */
import { type CardEdge, type CardNode, INPUT } from "./adapter";
import { HANDLE } from "./size";

export function farPath(nodes: readonly CardNode[], edges: readonly CardEdge[]): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let path = "";
  for (const { source, sourceHandle, target } of edges) {
    const from = spot(byId.get(source), sourceHandle ?? "");
    const to = spot(byId.get(target), INPUT);
    if (from && to) path += `M${from.x} ${from.y}L${to.x} ${to.y}`;
  }
  return path;
}

function spot(node: CardNode | undefined, name: string) {
  const handle = node?.handles?.find(({ id }) => id === name);
  if (node === undefined || handle === undefined) return undefined;
  return {
    x: node.position.x + handle.x + HANDLE / 2,
    y: node.position.y + handle.y + HANDLE / 2,
  };
}
