/** An edge: a calm curve, a plus to put a node into it, and a mark when an execution took this way. */
import { memo, useContext } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import type { CardEdge } from "./adapter";
import classes from "./edge.module.css";
import { keepHover, leaveEdge } from "./hover";
import { PlusIcon } from "./icons";
import { OverlayContext } from "./overlay";
import { openPicker } from "./picking";
import type { Box } from "./place";
import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
  useBoxOf,
} from "./reactFlow";
import { useCanvas, useView } from "./view";

/** How far a way back reaches beyond its cards before it turns. */
const TURN = 28;

export const FlowEdge = memo(function FlowEdge(props: EdgeProps<CardEdge>) {
  const { id, data, selected } = props;
  const isTravelled = useCanvas((state) => state.trace?.edges.has(id) ?? false);
  const isDropHere = useCanvas((state) => state.dropEdge === id);
  const isPointedAt = useCanvas((state) => state.hoverEdge === id);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const overlay = useContext(OverlayContext);
  const label = overlay?.edge?.(id);
  const boxOf = useBoxOf();
  const [path, x, y] = pathOf(props, () => wayBackY(boxOf(props.source), boxOf(props.target)));
  const hasPlus = !isReadOnly && (selected || isPointedAt);
  return (
    <>
      <g
        className={classes.edge}
        data-selected={selected || undefined}
        data-back={data?.isBack || undefined}
        data-off={data?.isOff || undefined}
        data-travelled={isTravelled || undefined}
        data-drop={isDropHere || undefined}
        data-pointed={isPointedAt || undefined}
        data-look={overlay?.edgeLook?.(id)}
      >
        <BaseEdge id={id} path={path} interactionWidth={22} />
      </g>
      {label && (
        <EdgeLabelRenderer>
          <div
            className={classes.label}
            style={{ transform: `translate(-50%, -110%) translate(${x}px, ${y}px)` }}
          >
            {label}
          </div>
        </EdgeLabelRenderer>
      )}
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
function wayBackY(from: Box | undefined, to: Box | undefined): number {
  if (from === undefined || to === undefined) return 0;
  const [upper, lower] = from.y < to.y ? [from, to] : [to, from];
  const room = lower.y - bottomOf(upper);
  if (room >= TURN) return bottomOf(upper) + room / 2;
  return Math.max(bottomOf(from), bottomOf(to)) + TURN;
}

const bottomOf = ({ y, height }: Box) => y + height;

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
