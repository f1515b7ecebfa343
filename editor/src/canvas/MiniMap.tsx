/** A small picture of the whole flow; press or drag in it to go there. Painted on one canvas: two thousand cards cost one drawing. */
import { useComputedColorScheme } from "@mantine/core";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useEditor } from "../model/EditorContext";
import { documentOf } from "../model/store";
import type { CanvasNode } from "./asides";
import classes from "./minimap.module.css";
import { Panel, useOutlook, useReactFlow } from "./reactFlow";
import { useCanvas } from "./view";

const WIDTH = 176;
const HEIGHT = 112;
const PADDING = 10;
/** A flow of fewer cards is seen at a glance. */
const WORTH_IT = 6;

interface Scale {
  left: number;
  top: number;
  factor: number;
}

export function MiniMap() {
  const count = useEditor((state) => documentOf(state).nodes.length);
  return count < WORTH_IT ? null : <Picture />;
}

function Picture() {
  const flow = useReactFlow<CanvasNode>();
  const paper = useRef<HTMLCanvasElement>(null);
  const [scale, setScale] = useState<Scale>({ left: 0, top: 0, factor: 0 });
  // The cards as they lie still: while some are dragged the picture waits for the end of it.
  const document = useEditor(documentOf);
  const { nodes, notes, groups } = document;
  const selected = useEditor((state) => state.selection.nodes);
  const isDragging = useCanvas((state) => state.moved !== undefined);
  const scheme = useComputedColorScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme brings other colours
  useEffect(() => {
    if (isDragging || paper.current === null || nodes.length === 0) return;
    const frame = requestAnimationFrame(() => {
      if (paper.current) setScale(paint(paper.current, flow.getNodes(), selected));
    });
    return () => cancelAnimationFrame(frame);
  }, [flow, nodes, notes, groups, selected, isDragging, scheme]);
  const go = (event: PointerEvent) => {
    if (event.buttons === 0 || paper.current === null) return;
    const area = paper.current.getBoundingClientRect();
    const { left, top, factor } = scale;
    const x = (event.clientX - area.left) / factor + left;
    const y = (event.clientY - area.top) / factor + top;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className={classes.panel} aria-hidden="true">
      <div
        className={classes.area}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={go}
      >
        <canvas ref={paper} className={classes.paper} style={{ width: WIDTH, height: HEIGHT }} />
        <Window scale={scale} />
      </div>
    </Panel>
  );
}

/** The part of the flow that is in view. */
function Window({ scale: { left, top, factor } }: { scale: Scale }) {
  const x = useOutlook((outlook) => outlook.x);
  const y = useOutlook((outlook) => outlook.y);
  const zoom = useOutlook((outlook) => outlook.zoom);
  const width = useOutlook((outlook) => outlook.width);
  const height = useOutlook((outlook) => outlook.height);
  const [from, to] = [-x / zoom - left, -y / zoom - top].map((at) => Math.max(1, at * factor)) as [
    number,
    number,
  ];
  const right = Math.min(WIDTH - 1, ((width - x) / zoom - left) * factor);
  const bottom = Math.min(HEIGHT - 1, ((height - y) / zoom - top) * factor);
  const style = {
    width: Math.max(0, right - from),
    height: Math.max(0, bottom - to),
    transform: `translate(${from}px, ${to}px)`,
  };
  return <div className={classes.window} style={style} />;
}

function paint(paper: HTMLCanvasElement, nodes: readonly CanvasNode[], selected: ReadonlySet<string>): Scale {
  const sharpness = window.devicePixelRatio || 1;
  paper.width = WIDTH * sharpness;
  paper.height = HEIGHT * sharpness;
  const scale = scaleOf(nodes);
  const context = paper.getContext("2d");
  if (context === null) return scale;
  context.scale(sharpness, sharpness);
  // A custom property would come back as it was written; these two come back as colours.
  const { color: plain, outlineColor: chosen } = getComputedStyle(paper);
  for (const { id, type, position, width = 0, height = 0 } of nodes) {
    context.fillStyle = selected.has(id) ? chosen : plain;
    // What lies behind the cards is only hinted at.
    context.globalAlpha = type === "card" ? 1 : 0.3;
    context.fillRect(
      (position.x - scale.left) * scale.factor,
      (position.y - scale.top) * scale.factor,
      Math.max(2, width * scale.factor),
      Math.max(1.5, height * scale.factor),
    );
  }
  return scale;
}

function scaleOf(nodes: readonly CanvasNode[]): Scale {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, width = 0, height = 0 } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  const factor = Math.min((WIDTH - 2 * PADDING) / (right - left), (HEIGHT - 2 * PADDING) / (bottom - top));
  return {
    left: (left + right) / 2 - WIDTH / factor / 2,
    top: (top + bottom) / 2 - HEIGHT / factor / 2,
    factor,
  };
}
