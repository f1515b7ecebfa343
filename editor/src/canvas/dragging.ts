/** Follows a drag: a frame takes along what is in it, and neighbours or the grid hold what comes near. */
import type { Position } from "../model/document";
import { boundsOf, framesOf, withInside } from "../model/groups";
import type { Commands } from "./commands";
import type { Box } from "./place";
import { type Guide, snappedMove } from "./snapping";

interface Start {
  /** The node that React Flow tells first, and where it was: all that is dragged moves as it does. */
  handle: string;
  from: Position;
  places: ReadonlyMap<string, Position>;
  box: Box;
  neighbours: readonly Box[];
}

export class Dragging {
  /** Held with Alt, what is dragged goes where the pointer goes. */
  isFree = false;
  private start: Start | undefined;

  constructor(private readonly commands: Commands) {}

  /** The places of the nodes and notes that are moved when React Flow's nodes are moved to these. */
  to(places: ReadonlyMap<string, Position>): {
    moved: ReadonlyMap<string, Position>;
    guides: readonly Guide[];
  } {
    this.start ??= this.begin([...places.keys()]);
    const { start } = this;
    const to = start && places.get(start.handle);
    if (start === undefined || to === undefined) return { moved: places, guides: [] };
    const raw = { x: to.x - start.from.x, y: to.y - start.from.y };
    const { by, guides } = this.isFree
      ? { by: { x: Math.round(raw.x), y: Math.round(raw.y) }, guides: [] }
      : snappedMove(start.box, start.from, raw, start.neighbours, this.commands.screen.zoom);
    const moved = new Map([...start.places].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]));
    return { moved, guides };
  }

  end(): void {
    this.start = undefined;
    this.isFree = false;
  }

  private begin(ids: readonly string[]): Start | undefined {
    const { document, screen } = this.commands;
    const [handle] = ids;
    const inside = withInside(document, ids);
    const parts = [...document.nodes, ...(document.notes ?? [])];
    const boxAt = new Map(parts.map(({ id, position }) => [id, { ...position, ...sizeOf(screen.box(id)) }]));
    const dragged = parts.filter(({ id }) => inside.has(id));
    if (handle === undefined || dragged.length === 0) return undefined;
    const from = boxAt.get(handle) ?? framesOf(document, (id) => boxAt.get(id)).get(handle);
    if (from === undefined) return undefined;
    return {
      handle,
      from,
      places: new Map(dragged.map(({ id, position }) => [id, position])),
      box: boundsOf(dragged.flatMap(({ id }) => boxAt.get(id) ?? [])),
      neighbours: screen.boxesInView((id) => !inside.has(id)),
    };
  }
}

const sizeOf = (box: Box | undefined) => ({ width: box?.width ?? 0, height: box?.height ?? 0 });
