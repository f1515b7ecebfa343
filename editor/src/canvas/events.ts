/** What React Flow reports, turned into actions, selection and the picker. */
import { deleteParts, moveNodes, reconnect } from "../model/actions";
import type { Position } from "../model/document";
import { isTrigger, nodeOf } from "../model/graph";
import { type CardEdge, movesOf, selectionAfter } from "./adapter";
import type { CanvasNode } from "./asides";
import type { Commands } from "./commands";
import { Dragging } from "./dragging";
import { keepGathered } from "./gather";
import { keepHover, leaveEdge, showDropEdge } from "./hover";
import { joinFrame } from "./joining";
import { openPickerAt } from "./picking";
import { propsOf } from "./reactFlow";
import { CARD_WIDTH } from "./size";

export type FlowEvents = ReturnType<typeof flowEvents>;

/** The handlers of one canvas: made once, so that React Flow never sees a new one. */
export function flowEvents(commands: Commands) {
  const { store, view } = commands;
  const select = (changes: Parameters<typeof selectionAfter>[1], kind: "nodes" | "edges") => {
    const { selection } = store.getState();
    const next = selectionAfter(selection, changes, kind);
    if (next !== selection) store.getState().select(next.nodes, next.edges);
  };
  const drag = new Dragging(commands);
  return propsOf<CanvasNode, CardEdge>({
    onCardChanges(changes) {
      const moves = movesOf(changes);
      if (moves) {
        const { moved, guides } = drag.to(moves.at);
        if (moves.isOver) store.getState().act(moveNodes(moved), DRAGGING);
        view.setState(moves.isOver ? { moved: undefined, guides: [] } : { moved, guides });
        if (moves.isOver) drag.end();
      }
      select(changes, "nodes");
    },
    onEdgeChanges: (changes) => select(changes, "edges"),
    onCardsDragged(ids, place, isFree) {
      drag.isFree = isFree;
      showDropEdge(view, edgeFor(commands, ids, place));
    },
    onCardsDropped(ids, place) {
      const edgeId = edgeFor(commands, ids, place);
      showDropEdge(view, undefined);
      if (edgeId !== undefined) commands.insert(ids[0] as string, edgeId, DRAGGING);
      else joinFrame(commands, ids, DRAGGING);
      store.getState().endGesture();
    },
    onNodeClick(event, node) {
      const isChoosing = event.shiftKey || event.ctrlKey || event.metaKey;
      if (isChoosing) return keepGathered(commands);
      // A click on a handle begins or ends a wire: fingers connect so, and no form may cover what comes next.
      if (isHandle(event.target)) return;
      // React Flow leaves a selection alone whose part is pressed, as it may be dragged: this was a click.
      const { selection } = store.getState();
      if (selection.nodes.size + selection.edges.size > 1) store.getState().select([node.id]);
      focusByMouse(event.currentTarget);
      // A wire that was begun by the keyboard is laid by the mouse as well.
      if (view.getState().connecting !== null && node.type === "card") return commands.endWire(node.id);
      store.getState().open(node.type === "card" ? node.id : null, true);
    },
    onNodeDoubleClick(event, node) {
      if (store.getState().isReadOnly) return;
      if (node.type === "note") view.setState({ writing: node.id });
      else if (isName(event.target)) commands.rename(node.id);
    },
    onPaneClick() {
      view.setState({ picker: null });
      if (view.getState().connecting !== null) commands.dropWire();
      store.getState().open(null);
    },
    onEdgeMouseEnter: (_, edge) => keepHover(view, edge.id),
    onEdgeMouseLeave: (_, edge) => leaveEdge(view, edge.id),
    canLeadInto(id) {
      const node = nodeOf(commands.document, id);
      return node !== undefined && !isTrigger(node);
    },
    onWired: ({ source, port, target }) => commands.connect(source, port, target),
    onWireDropped: ({ source, port }, place) => dropWire(commands, source, port, place),
    onRewired: (edgeId, way) => store.getState().act(reconnect(edgeId, way)),
    /** An edge that is pulled off its card and let go is taken away. */
    onPulledOff: (edgeId) => store.getState().act(deleteParts([], [edgeId])),
  });
}

/** The move and what comes of the drop are one undo step. */
const DRAGGING = "drag";

/** The edge under the pointer that a dragged card may be put into: a card alone, without ways of its own. */
function edgeFor(commands: Commands, ids: string[], place: Position): string | undefined {
  const [id, another] = ids;
  if (id === undefined || another !== undefined) return undefined;
  const { document, screen } = commands;
  const node = nodeOf(document, id);
  const isLoose =
    node && !isTrigger(node) && !document.edges.some(({ source, target }) => source === id || target === id);
  return isLoose && commands.freePort(id) !== undefined ? screen.idAt("edge", place) : undefined;
}

const isHandle = (target: EventTarget): boolean =>
  target instanceof Element && target.closest(".react-flow__handle") !== null;

const isName = (target: EventTarget): boolean =>
  target instanceof Element && target.closest("[data-rename]") !== null;

/** Whoever clicks is no longer working by keyboard, also on the card that had it: the form leaves the keys here. */
function focusByMouse(card: Element): void {
  if (!(card instanceof HTMLElement)) return;
  card.blur();
  card.focus({ preventScroll: true });
}

/** On a card it connects, on the empty canvas it asks for the node to put there. */
function dropWire(commands: Commands, source: string, port: string, place: Position): void {
  const target = commands.screen.idAt("node", place);
  if (target !== undefined && nodeOf(commands.document, target)) {
    if (target !== source) commands.connect(source, port, target);
    return;
  }
  if (!commands.screen.contains(place)) return;
  const at = commands.screen.toFlow(place);
  openPickerAt(commands.view, place, { kind: "after", source, port }, { x: at.x + CARD_WIDTH / 2, y: at.y });
}
