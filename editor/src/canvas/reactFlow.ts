/** The only door to React Flow: what its next version renames or reshapes has a name of ours here. */
import "@xyflow/react/dist/base.css";
import {
  type Edge,
  type FinalConnectionState,
  type Node,
  type NodeChange,
  type ReactFlowProps,
  useStore,
  useStoreApi,
} from "@xyflow/react";
import type { Position } from "../model/document";
import type { Way } from "../model/wiring";
import type { Box } from "./place";

export type {
  Edge,
  EdgeChange,
  EdgeProps,
  EdgeTypes,
  Node,
  NodeHandle,
  NodeProps,
  NodeTypes,
  ReactFlowInstance,
} from "@xyflow/react";
export {
  Background,
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  getSmoothStepPath,
  getViewportForBounds,
  Handle,
  Panel,
  Position as Side,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  ViewportPortal,
} from "@xyflow/react";
export type CardChange = NodeChange;

/** Where the flow lies in the canvas, how large it is shown, and the size of the canvas. */
interface Outlook extends Box {
  zoom: number;
}

/** A part of the outlook; the component is drawn again when that part changes. */
export function useOutlook<T>(select: (outlook: Outlook) => T): T {
  return useStore(({ transform: [x, y, zoom], width, height }) => select({ x, y, zoom, width, height }));
}

/** Answers where a card is; who asks is not drawn again when the card moves. */
export function useBoxOf(): (id: string) => Box | undefined {
  const store = useStoreApi();
  return (id) => {
    const card = store.getState().nodeLookup.get(id);
    if (card === undefined) return undefined;
    const { width = 0, height = 0 } = card.measured;
    return { ...card.internals.positionAbsolute, width, height };
  };
}

type Props<N extends Node, E extends Edge> = ReactFlowProps<N, E>;
type Kept = "onNodeClick" | "onNodeDoubleClick" | "onPaneClick" | "onEdgeMouseEnter" | "onEdgeMouseLeave";

/** What happens on the canvas, in our words. */
interface Happenings<N extends Node, E extends Edge> extends Pick<Props<N, E>, Kept> {
  onCardChanges: NonNullable<Props<N, E>["onNodesChange"]>;
  onEdgeChanges: NonNullable<Props<N, E>["onEdgesChange"]>;
  /** These cards are being dragged, the pointer is at this place of the screen; with Alt nothing shall hold them. */
  onCardsDragged(ids: string[], place: Position, isFree: boolean): void;
  /** They were let go; their last change was told before. */
  onCardsDropped(ids: string[], place: Position): void;
  canLeadInto(id: string): boolean;
  onWired(way: Way): void;
  /** A wire was let go where nothing takes it; the place is one of the screen. */
  onWireDropped(from: Omit<Way, "target">, place: Position): void;
  onRewired(edgeId: string, way: Way): void;
  onPulledOff(edgeId: string): void;
}

export function propsOf<N extends Node, E extends Edge>(happenings: Happenings<N, E>): Props<N, E> {
  const { onCardChanges, onEdgeChanges, canLeadInto, onWired, onWireDropped, ...others } = happenings;
  const { onRewired, onPulledOff, onCardsDragged, onCardsDropped, ...kept } = others;
  // React Flow reports the end of a wire and the end of a rewiring through the same door.
  let isRewiring = false;
  return {
    ...kept,
    onNodesChange: onCardChanges,
    onEdgesChange: onEdgeChanges,
    onNodeDrag: (event, _, cards) => onCardsDragged(idsOf(cards), placeOf(event), event.altKey),
    onSelectionDrag: (event, cards) => onCardsDragged(idsOf(cards), placeOf(event), event.altKey),
    onNodeDragStop: (event, _, cards) => onCardsDropped(idsOf(cards), placeOf(event)),
    onSelectionDragStop: (event, cards) => onCardsDropped(idsOf(cards), placeOf(event)),
    isValidConnection: ({ target }) => canLeadInto(target),
    onConnect: (connection) => onWired(wayOf(connection)),
    onConnectEnd(event, { fromHandle: from, isValid }) {
      if (isRewiring || isValid || from?.type !== "source") return;
      onWireDropped({ source: from.nodeId, port: from.id ?? PORT }, placeOf(event));
    },
    onReconnectStart() {
      isRewiring = true;
    },
    onReconnect: (edge, connection) => onRewired(edge.id, wayOf(connection)),
    onReconnectEnd(_, edge, __, end: FinalConnectionState) {
      isRewiring = false;
      if (!end.isValid && end.toNode === null) onPulledOff(edge.id);
    },
  };
}

const PORT = "out";
const NOWHERE = { clientX: 0, clientY: 0 };

const idsOf = (cards: readonly Node[]): string[] => cards.map(({ id }) => id);

const wayOf = (from: { source: string; sourceHandle: string | null; target: string }): Way => ({
  source: from.source,
  port: from.sourceHandle ?? PORT,
  target: from.target,
});

type Pressing = Pick<MouseEvent, "clientX" | "clientY"> | Pick<TouchEvent, "changedTouches">;

function placeOf(event: Pressing): Position {
  const { clientX: x, clientY: y } = "changedTouches" in event ? (event.changedTouches[0] ?? NOWHERE) : event;
  return { x, y };
}
