/** The canvas as a surface: what is where, and moving the view so that a card can be seen. */
import type { Position } from "../model/document";
import type { CardEdge } from "./adapter";
import type { CanvasNode } from "./asides";
import { clearOf } from "./clear";
import { isFar } from "./far";
import type { Box } from "./place";
import { portRows } from "./ports";
import { getViewportForBounds, type ReactFlowInstance } from "./reactFlow";
import { portY } from "./size";

export const MIN_ZOOM = 0.05;
const MOTION = 150;
/** The part of the view that stays free at each edge. */
const PADDING = 0.055;
/** Frames to wait for a card that has just come into view to be mounted. */
const PATIENCE = 10;

const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : MOTION);

export class Screen {
  constructor(
    private readonly flow: ReactFlowInstance<CanvasNode, CardEdge>,
    readonly root: () => HTMLElement | null,
  ) {}

  /** The places of the cards and notes; `without` is left out. */
  boxes(without?: string): Box[] {
    return this.flow
      .getNodes()
      .filter(({ id, type }) => id !== without && type !== "frame")
      .map(boxOf);
  }

  box(id: string): Box | undefined {
    const node = this.flow.getNode(id);
    return node && boxOf(node);
  }

  get zoom(): number {
    return this.flow.getZoom();
  }

  /** The places of the cards and notes in view that are wanted. */
  boxesInView(isWanted: (id: string) => boolean): Box[] {
    const area = this.root()?.getBoundingClientRect();
    if (area === undefined) return [];
    const { x, y } = this.toFlow({ x: area.left, y: area.top });
    const end = this.toFlow({ x: area.right, y: area.bottom });
    const isInView = (box: Box) =>
      box.x < end.x && box.y < end.y && box.x + box.width > x && box.y + box.height > y;
    return this.flow
      .getNodes()
      .filter(({ id, type }) => type !== "frame" && isWanted(id))
      .map(boxOf)
      .filter(isInView);
  }

  /** How far below the top of its card the card behind a port begins; undefined from first ports, straight on. */
  levelOf(id: string, port: string): number | undefined {
    const node = this.flow.getNode(id);
    const data = node?.type === "card" ? node.data : undefined;
    const at = data?.ports.findIndex(({ name }) => name === port) ?? 0;
    return data === undefined || at <= 0 ? undefined : portY(data.body, portRows(data.ports), at);
  }

  toFlow = (place: Position): Position => this.flow.screenToFlowPosition(place, { snapToGrid: false });

  toScreen = (place: Position): Position => this.flow.flowToScreenPosition(place);

  /** A point of the view, as parts of its width and height, in the flow's measure. */
  at(x: number, y: number): Position {
    const area = this.root()?.getBoundingClientRect() ?? new DOMRect();
    return this.toFlow({ x: area.left + area.width * x, y: area.top + area.height * y });
  }

  contains({ x, y }: Position): boolean {
    const over = document.elementFromPoint(x, y);
    return over !== null && (this.root()?.contains(over) ?? false);
  }

  /** The edge or card at a place of the screen. */
  idAt(kind: "edge" | "node", { x, y }: Position): string | undefined {
    for (const element of document.elementsFromPoint(x, y)) {
      const found = element.closest(`.react-flow__${kind}`);
      if (found && this.root()?.contains(found)) return found.getAttribute("data-id") ?? undefined;
    }
    return undefined;
  }

  fit(ids?: Iterable<string>): void {
    const wanted = ids && new Set(ids);
    const nodes = this.flow.getNodes().filter(({ id }) => wanted?.has(id) ?? true);
    if (nodes.length === 0) return;
    const { x, width, height, beyond } = this.clear();
    const [across, down] = [width, height].map((room) => Math.max(room * PADDING, MARGIN)) as [
      number,
      number,
    ];
    const padding = { left: px(x + across), right: px(beyond + across), y: px(down) };
    const bounds = this.flow.getNodesBounds(nodes);
    const view = getViewportForBounds(bounds, x + width + beyond, height, MIN_ZOOM, 1, padding);
    // Not by fitView, which moves with the next drawing and would undo what was asked for meanwhile.
    void this.flow.setViewport(view, { duration: motion() });
  }

  zoomTo(zoom: number): void {
    void this.flow.zoomTo(zoom, { duration: motion() });
  }

  zoomBy(way: "in" | "out"): void {
    void (way === "in"
      ? this.flow.zoomIn({ duration: motion() })
      : this.flow.zoomOut({ duration: motion() }));
  }

  /** Move the view, at once and no further than needed, so that the card is wholly in it. */
  reveal(id: string): void {
    const box = this.box(id);
    const area = this.clear();
    if (box === undefined) return;
    const { x, y, zoom } = this.flow.getViewport();
    const by = {
      x: shortfall(box.x * zoom + x - area.x, box.width * zoom, area.width),
      y: shortfall(box.y * zoom + y, box.height * zoom, area.height),
    };
    if (by.x !== 0 || by.y !== 0) void this.flow.setViewport({ x: x + by.x, y: y + by.y, zoom });
  }

  /** What no panel covers of the canvas: where it begins, how large it is, and how much lies beyond it. */
  private clear() {
    const area = this.root()?.getBoundingClientRect() ?? new DOMRect();
    const { left, right } = clearOf(area);
    return {
      ...{ x: left - area.left, width: right - left, height: area.height },
      beyond: area.right - right,
    };
  }

  /** Bring a card into view, and near enough for the edges beside it to be drawn. */
  approach(id: string): void {
    if (isFar(this.flow.getZoom(), this.flow.getNodes().length)) this.centre(id, 0);
    else this.reveal(id);
  }

  centre(id: string, duration = motion()): void {
    const box = this.box(id);
    if (!box) return;
    const zoom = Math.max(this.flow.getZoom(), 0.6);
    const { x, beyond } = this.clear();
    const aside = (beyond - x) / 2 / zoom;
    void this.flow.setCenter(box.x + box.width / 2 + aside, box.y + box.height / 2, { zoom, duration });
  }

  /** Move the keyboard to a card or an edge, which is brought into view first; `then` comes after it, in any case. */
  focus(kind: "edge" | "node", id: string, then?: () => void, patience = PATIENCE): void {
    if (kind === "node") this.reveal(id);
    const found = this.root()?.querySelector(`.react-flow__${kind}[data-id="${CSS.escape(id)}"]`);
    const isThere = found instanceof HTMLElement || found instanceof SVGElement;
    if (!isThere && patience > 0) {
      requestAnimationFrame(() => this.focus(kind, id, then, patience - 1));
      return;
    }
    if (isThere) found.focus({ preventScroll: true });
    then?.();
  }
}

const px = (size: number) => `${size}px` as const;

/** Pixels that a card keeps from the edges: a wire that is dragged nearer moves the view. */
const MARGIN = 40;

/** How far something must move to lie inside `room`; what is too large shows its beginning. */
function shortfall(from: number, size: number, room: number): number {
  if (from < MARGIN) return MARGIN - from;
  const beyond = from + size + MARGIN - room;
  return beyond > 0 ? -Math.min(beyond, from - MARGIN) : 0;
}

const boxOf = ({ position, width = 0, height = 0 }: CanvasNode): Box => ({ ...position, width, height });
