/** All edges as straight lines in one drawing, for when cards are too small to be read: two elements instead of thousands. */
import { ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
import type { CardEdge, CardNode } from "./adapter";
import classes from "./edge.module.css";
import { farPath } from "./farPath";
import { useCanvas } from "./view";

interface Props {
  nodes: readonly CardNode[];
  edges: readonly CardEdge[];
}

export const FarEdges = memo(function FarEdges({ nodes, edges }: Props) {
  const travelled = useCanvas((state) => state.trace?.edges);
  const plain = useMemo(() => farPath(nodes, edges), [nodes, edges]);
  const marked = useMemo(
    () =>
      travelled
        ? farPath(
            nodes,
            edges.filter((edge) => travelled.has(edge.id)),
          )
        : "",
    [nodes, edges, travelled],
  );
  return (
    <ViewportPortal>
      <svg className={classes.far} aria-hidden="true">
        <path d={plain} />
        <path d={marked} data-travelled />
      </svg>
    </ViewportPortal>
  );
});
