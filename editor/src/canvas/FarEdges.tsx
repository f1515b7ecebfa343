/** All edges as straight lines in one drawing, for when cards are too small to be read: two elements instead of thousands. */
import { type CSSProperties, memo, useMemo } from "react";
import type { CardEdge, CardNode } from "./adapter";
import classes from "./edge.module.css";
import { farPath } from "./farPath";
import { useOutlook, ViewportPortal } from "./reactFlow";
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
  // The view is scaled by CSS, which scales strokes along: "non-scaling-stroke" knows only the drawing's own scale.
  const stroke = useOutlook(({ zoom }) => strokeAt(zoom));
  return (
    <ViewportPortal>
      <svg className={classes.far} style={{ "--stroke": `${stroke}px` } as CSSProperties} aria-hidden="true">
        <path d={plain} />
        <path d={marked} data-travelled />
      </svg>
    </ViewportPortal>
  );
});

/** About one pixel of the screen, in steps of two: a line's width changes seldom, and so is seldom drawn anew. */
const strokeAt = (zoom: number): number => 2 ** Math.round(Math.log2(1 / zoom));
