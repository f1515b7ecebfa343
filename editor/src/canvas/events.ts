/** What React Flow reports, turned into actions, selection and the picker. */
import type { Connection, FinalConnectionState, ReactFlowProps } from "@xyflow/react";
import { deleteParts, moveNodes, reconnect } from "../model/actions";
import { isTrigger, nodeOf } from "../model/graph";
import { type CardEdge, type CardNode, movesOf, selectionAfter } from "./adapter";
import type { Commands } from "./commands";
import { keepHover, leaveEdge } from "./hover";
import { openPickerAt } from "./picking";

export type FlowEvents = Pick<
  ReactFlowProps<CardNode, CardEdge>,
  | "onNodesChange"
  | "onEdgesChange"
  | "onNodeClick"
  | "onNodeDoubleClick"
  | "onPaneClick"
  | "onEdgeMouseEnter"
  | "onEdgeMouseLeave"
  | "onConnect"
  | "onConnectEnd"
  | "onReconnectStart"
  | "onReconnect"
  | "onReconnectEnd"
  | "isValidConnection"
>;

/** The handlers of one canvas: made once, so that React Flow never sees a new one. */
export function flowEvents(commands: Commands): FlowEvents {
  const { store, view } = commands;
  const select = (changes: Parameters<typeof selectionAfter>[1], kind: "nodes" | "edges") => {
    const { selection } = store.getState();
    const next = selectionAfter(selection, changes, kind);
    if (next !== selection) store.getState().select(next.nodes, next.edges);
  };
  return {
    onNodesChange(changes) {
      const moves = movesOf(changes);
      if (moves?.isOver) store.getState().act(moveNodes(moves.at));
      if (moves) view.setState({ moved: moves.isOver ? undefined : moves.at });
      select(changes, "nodes");
    },
    onEdgesChange: (changes) => select(changes, "edges"),
    onNodeClick(event, node) {
      const isChoosing = event.shiftKey || event.ctrlKey || event.metaKey;
      if (isChoosing) return;
      focusByMouse(event.currentTarget);
      store.getState().open(node.id);
    },
    onNodeDoubleClick: (_, node) => store.getState().open(node.id),
    onPaneClick() {
      view.setState({ picker: null });
      store.getState().open(null);
    },
    onEdgeMouseEnter: (_, edge) => keepHover(view, edge.id),
    onEdgeMouseLeave: (_, edge) => leaveEdge(view, edge.id),
    isValidConnection: ({ target }) => {
      const node = nodeOf(commands.document, target);
      return node !== undefined && !isTrigger(node);
    },
    ...wiring(commands),
  };
}

/** Whoever clicks is no longer working by keyboard, also on the card that had it: the form leaves the keys here. */
function focusByMouse(card: Element): void {
  if (!(card instanceof HTMLElement)) return;
  card.blur();
  card.focus({ preventScroll: true });
}

function wiring(commands: Commands) {
  const { store } = commands;
  // React Flow reports the end of a wire and the end of a rewiring through the same door.
  let isRewiring = false;
  return {
    onConnect: ({ source, sourceHandle, target }: Connection) =>
      commands.connect(source, sourceHandle ?? "out", target),
    onConnectEnd(event: MouseEvent | TouchEvent, end: FinalConnectionState) {
      const from = end.fromHandle;
      if (isRewiring || end.isValid || from?.type !== "source") return;
      const { clientX: x, clientY: y } =
        "changedTouches" in event ? (event.changedTouches[0] ?? NOWHERE) : event;
      dropWire(commands, from.nodeId, from.id ?? "out", { x, y });
    },
    onReconnectStart() {
      isRewiring = true;
    },
    onReconnect(edge: CardEdge, { source, sourceHandle, target }: Connection) {
      store.getState().act(reconnect(edge.id, { source, port: sourceHandle ?? "out", target }));
    },
    /** An edge that is pulled off its card and let go is taken away. */
    onReconnectEnd(_: unknown, edge: CardEdge, __: unknown, end: FinalConnectionState) {
      isRewiring = false;
      if (end.isValid || end.toNode !== null) return;
      store.getState().act(deleteParts([], [edge.id]));
    },
  };
}

const NOWHERE = { clientX: 0, clientY: 0 };

/** On a card it connects, on the empty canvas it asks for the node to put there. */
function dropWire(commands: Commands, source: string, port: string, place: { x: number; y: number }): void {
  const target = commands.screen.idAt("node", place);
  if (target !== undefined) {
    if (target !== source) commands.connect(source, port, target);
    return;
  }
  if (!commands.screen.contains(place)) return;
  const at = commands.screen.toFlow(place);
  openPickerAt(commands.view, place, { kind: "after", source, port }, { x: at.x + 132, y: at.y });
}
