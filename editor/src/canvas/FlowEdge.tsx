/** An edge: a calm curve, a plus to put a node into it, and a mark when an execution took this way. */
import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
  type InternalNode,
  useStoreApi,
} from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import type { CardEdge, CardNode } from "./adapter";
import classes from "./edge.module.css";
import { keepHover, leaveEdge } from "./hover";
import { PlusIcon } from "./icons";
import { openPicker } from "./picking";
import { useCanvas, useView } from "./view";

/** How far a way back reaches beyond its cards before it turns. */
const TURN = 28;

export const FlowEdge = memo(function FlowEdge(props: EdgeProps<CardEdge>) {
  const { id, selected } = props;
  const isTravelled = useCanvas((state) => state.trace?.edges.has(id) ?? false);
  const isDropHere = useCanvas((state) => state.dropEdge === id);
  const isPointedAt = useCanvas((state) => state.hoverEdge === id);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const flow = useStoreApi<CardNode, CardEdge>();
  const [path, x, y] = pathOf(props, () => wayBackY(flow.getState().nodeLookup, props));
  const hasPlus = !isReadOnly && (selected || isPointedAt);
  return (
    <>
      <g
        className={classes.edge}
        data-selected={selected || undefined}
        data-travelled={isTravelled || undefined}
        data-drop={isDropHere || undefined}
        data-pointed={isPointedAt || undefined}
      >
        <BaseEdge id={id} path={path} interactionWidth={22} />
      </g>
      {hasPlus && <InsertHere id={id} x={x} y={y} />}
    </>
  );
});

function pathOf(props: EdgeProps<CardEdge>, centerY: () => number): [string, number, number] {
  const isBack = props.targetX < props.sourceX + TURN;
  if (isBack)
    return firstThree(getSmoothStepPath({ ...props, borderRadius: 14, offset: TURN, centerY: centerY() }));
  return firstThree(getBezierPath(props));
}

/** How high a way back runs: between its cards where there is room, else below both. */
function wayBackY(
  nodes: ReadonlyMap<string, InternalNode<CardNode>>,
  { source, target }: EdgeProps<CardEdge>,
) {
  const [from, to] = [nodes.get(source), nodes.get(target)];
  if (from === undefined || to === undefined) return 0;
  const [upper, lower] = topOf(from) < topOf(to) ? [from, to] : [to, from];
  const room = topOf(lower) - bottomOf(upper);
  if (room >= TURN) return bottomOf(upper) + room / 2;
  return Math.max(bottomOf(from), bottomOf(to)) + TURN;
}

const topOf = (node: InternalNode<CardNode>) => node.internals.positionAbsolute.y;
const bottomOf = (node: InternalNode<CardNode>) => topOf(node) + (node.measured.height ?? 0);

const firstThree = ([path, x, y]: [string, number, number, ...number[]]): [string, number, number] => [
  path,
  x,
  y,
];

function InsertHere({ id, x, y }: { id: string; x: number; y: number }) {
  const { t } = useTranslation();
  const view = useView();
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className={`${classes.plus} nodrag nopan`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        aria-label={t("canvas.insertHere")}
        title={t("canvas.insertHere")}
        onPointerEnter={() => keepHover(view, id)}
        onPointerLeave={() => leaveEdge(view, id)}
        onClick={(event) => {
          event.stopPropagation();
          openPicker(view, event.currentTarget, { kind: "onEdge", edgeId: id });
        }}
      >
        <PlusIcon />
      </button>
    </EdgeLabelRenderer>
  );
}
