/** What can be done on the canvas: each command reads the document, acts once and shows the result. */
import type { TFunction } from "i18next";
import * as actions from "../model/actions";
import { placedAside } from "../model/aside";
import { bubbleOf } from "../model/bubble";
import type { Fragment } from "../model/clipboard";
import type { FlowNode, Position } from "../model/document";
import { edgeOfPort, isTrigger, nodeOf } from "../model/graph";
import { withInside } from "../model/groups";
import type { Action } from "../model/history";
import { tidy } from "../model/layout";
import { portsOf } from "../model/nodeTypes";
import { addedParts, idsOf } from "../model/parts";
import { documentOf, type EditorStore } from "../model/store";
import { placing } from "./placing";
import { cardPorts, portRows } from "./ports";
import type { Screen } from "./screen";
import { bodyHeight, GRID, type Size, sizeOf, snapped } from "./size";
import { announce, type CanvasView, notify } from "./view";
import type { Direction } from "./walk";
import type { Words } from "./words";

const FAR = 10;
const REST = 1_000;
/** A new card and those that make room for it are one undo step. */
const ADDING = "add";

const STEPS: Record<Direction, Position> = {
  left: { x: -GRID, y: 0 },
  right: { x: GRID, y: 0 },
  up: { x: 0, y: -GRID },
  down: { x: 0, y: GRID },
};

interface Addition {
  tag: string;
  wire?: actions.Wire | undefined;
  /** The middle of the new card. */
  at?: Position | undefined;
  config?: Record<string, unknown> | undefined;
}

export class Commands {
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly store: EditorStore,
    readonly view: CanvasView,
    readonly screen: Screen,
    readonly wordsOf: (node: FlowNode) => Words,
    readonly t: TFunction,
  ) {}

  get document() {
    return documentOf(this.store.getState());
  }

  /** The only selected card, else undefined. */
  get current(): string | undefined {
    const { nodes } = this.store.getState().selection;
    const [only] = nodes;
    return nodes.size === 1 && only !== undefined && nodeOf(this.document, only) ? only : undefined;
  }

  /** Add a node, wired when asked for, select it and open its form. */
  add({ tag, wire, at, config }: Addition): void {
    const { types, act, endGesture, select, open, welcome } = this.store.getState();
    const type = types.get(tag);
    if (type === undefined) return;
    const fresh = actions.newNode(type, { x: 0, y: 0 }, this.document);
    const node = config ? { ...fresh, config: { ...fresh.config, ...config } } : fresh;
    const own = isTrigger(node) ? undefined : wire;
    const { position, shifted } = this.placeOf(node, own, at);
    welcome(node.id);
    act(actions.addNode(types, { ...node, position }, own), ADDING);
    if (shifted.size > 0) act(actions.moveNodes(shifted), ADDING);
    endGesture();
    select([node.id]);
    announce(this.view, this.t("canvas.said.added", { title: type.title }));
    // The form opens after the card has the keyboard: who works by keyboard goes on in it from there.
    requestAnimationFrame(() => this.screen.focus("node", node.id, () => open(node.id)));
  }

  /** Put a card that stands alone into an edge; those behind it make room. */
  insert(id: string, edgeId: string, gesture: string): void {
    const { types, act } = this.store.getState();
    const node = nodeOf(this.document, id);
    if (node === undefined) return;
    const wire: actions.Wire = { kind: "onEdge", edgeId };
    const { position, shifted } = this.placeOf(node, wire, undefined);
    act(actions.insertInto(types, id, edgeId), gesture);
    act(actions.moveNodes(new Map([...shifted, [id, position]])), gesture);
    announce(this.view, this.t("canvas.said.inserted", { title: this.wordsOf(node).title }));
  }

  /** Add behind the selected card's first free port, else in the middle of the view. */
  addBeside(tag: string): void {
    const source = this.current;
    const port = source === undefined ? undefined : this.freePort(source);
    if (source !== undefined && port !== undefined) this.add({ tag, wire: { kind: "after", source, port } });
    else this.add({ tag, at: this.screen.at(this.document.nodes.length === 0 ? 0.3 : 0.5, 0.45) });
  }

  ports(id: string) {
    const node = nodeOf(this.document, id);
    if (node === undefined) return [];
    return cardPorts(this.document, node, this.store.getState().types.get(node.type));
  }

  freePort(id: string): string | undefined {
    return this.ports(id).find(({ name }) => edgeOfPort(this.document, id, name) === undefined)?.name;
  }

  connect(source: string, port: string, target: string): void {
    const from = nodeOf(this.document, source);
    const to = nodeOf(this.document, target);
    if (from === undefined || to === undefined || isTrigger(to)) return;
    this.store.getState().act(actions.connect(source, port, target));
    const names = { source: this.wordsOf(from).title, target: this.wordsOf(to).title };
    announce(this.view, this.t("canvas.said.connected", names));
  }

  /** Begin to lay a wire by keyboard: the next card that is entered is its end. */
  startWire(source: string, port: string): void {
    this.view.setState({ connecting: { source, port } });
    announce(this.view, this.t("canvas.said.connecting"));
    this.screen.focus("node", source);
  }

  /** The wire that was begun leads into this card, unless nothing may lead there. */
  endWire(target: string): void {
    const wire = this.view.getState().connecting;
    const node = nodeOf(this.document, target);
    if (wire === null) return;
    if (node === undefined || isTrigger(node)) {
      this.say(this.t("canvas.said.notInto"));
      return;
    }
    this.view.setState({ connecting: null });
    this.connect(wire.source, wire.port, target);
    this.store.getState().select([target]);
  }

  /** The wire that was begun is not laid. */
  dropWire(): void {
    this.view.setState({ connecting: null });
    announce(this.view, this.t("canvas.said.notConnected"));
  }

  /** The picker was left: the keyboard goes back to the card or the edge that it was opened for. */
  backTo(wire: actions.Wire | undefined): void {
    if (wire?.kind === "after") this.screen.focus("node", wire.source);
    else if (wire?.kind === "onEdge") this.screen.focus("edge", wire.edgeId);
    else this.screen.root()?.focus({ preventScroll: true });
  }

  /** Delete what is selected; the ways around it are healed. */
  remove(): void {
    const { selection, act, select } = this.store.getState();
    const count = selection.nodes.size + selection.edges.size;
    if (count === 0) return;
    const before = this.document.edges.find((edge) => selection.nodes.has(edge.target))?.source;
    act(actions.deleteParts(selection.nodes, selection.edges));
    announce(this.view, this.t("canvas.said.removed", { count }));
    if (before !== undefined && nodeOf(this.document, before)) {
      select([before]);
      this.screen.focus("node", before);
    } else {
      select([]);
      this.screen.root()?.focus({ preventScroll: true });
    }
  }

  /** Ask for the name of a card or a frame, there where it stands. */
  rename(id: string): void {
    this.screen.approach(id);
    this.view.setState({ renaming: id });
  }

  duplicate(): void {
    const { nodes } = this.store.getState().selection;
    if (nodes.size > 0) this.addAll(actions.duplicate(nodes));
  }

  paste(fragment: Fragment, at: Position): void {
    this.addAll(actions.paste(fragment, snapped(at)));
  }

  nudge(way: Direction, isFar: boolean): void {
    const { selection } = this.store.getState();
    const by = STEPS[way];
    const factor = isFar ? FAR : 1;
    const chosen = withInside(this.document, selection.nodes);
    const moved = [...this.document.nodes, ...(this.document.notes ?? [])]
      .filter(({ id }) => chosen.has(id))
      .map(({ id, position: { x, y } }) => [id, { x: x + by.x * factor, y: y + by.y * factor }] as const);
    if (moved.length === 0) return;
    const gesture = `nudge:${moved.map(([id]) => id).join(" ")}`;
    this.actUntilRest(gesture, [actions.moveNodes(new Map(moved))]);
  }

  /** Presses of a key in a row are one step of undo, which ends when none comes for a while. */
  actUntilRest(gesture: string, changes: readonly Action[]): void {
    const { act, endGesture } = this.store.getState();
    if (!this.isUnderWay(gesture)) endGesture();
    for (const change of changes) act(change, gesture);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.isUnderWay(gesture) && endGesture(), REST);
  }

  private isUnderWay(gesture: string): boolean {
    return this.store.getState().history.past.at(-1)?.gesture === gesture;
  }

  /** Arrange the selected cards, or all when fewer than two are selected. */
  async tidy(): Promise<void> {
    if (this.view.getState().isTidying) return;
    this.view.setState({ isTidying: true });
    try {
      await this.arrange();
    } catch (error) {
      this.say(this.t("canvas.notTidied", { sentence: (error as Error).message }));
    } finally {
      this.view.setState({ isTidying: false });
    }
  }

  private async arrange(): Promise<void> {
    const before = this.document;
    const nodes = new Map(before.nodes.map((node) => [node.id, node]));
    const { selection } = this.store.getState();
    const chosen = withInside(before, selection.nodes);
    const isPart = before.nodes.filter(({ id }) => chosen.has(id)).length > 1;
    const places = await tidy(
      before,
      placedAside,
      (id) => this.sizeOfNode(nodes.get(id) as FlowNode),
      isPart ? chosen : undefined,
      this.store.getState().types,
    );
    // Someone who went on editing meanwhile meant the new flow, not the one that was measured.
    if (this.document !== before) return this.say(this.t("canvas.changedMeanwhile"));
    this.store.getState().act({ ...actions.moveNodes(places), name: "tidy" });
    announce(this.view, this.t("canvas.said.tidied"));
    if (!isPart) requestAnimationFrame(() => this.screen.fit());
  }

  selectAll(): void {
    this.store.getState().select(idsOf(this.document));
  }

  private addAll(action: Action): void {
    const before = this.document;
    this.store.getState().act(action);
    const added = addedParts(before, this.document);
    this.store.getState().select(added);
    if (added.length > 0) announce(this.view, this.t("canvas.said.pasted", { count: added.length }));
  }

  say(text: string): void {
    notify(this.view, text);
  }

  private placeOf(node: FlowNode, wire: actions.Wire | undefined, at: Position | undefined) {
    const hasWayOut = portsOf(node, this.store.getState().types.get(node.type)).length > 0;
    return placing(
      this.document,
      this.screen,
      { id: node.id, size: this.sizeOfNode(node), hasWayOut },
      wire,
      at,
    );
  }

  private sizeOfNode(node: FlowNode): Size {
    const type = this.store.getState().types.get(node.type);
    const ports = cardPorts(this.document, node, type);
    const { sentence } = this.wordsOf(node);
    return sizeOf(bodyHeight({ sentence, bubble: type && bubbleOf(node) }), portRows(ports));
  }
}
