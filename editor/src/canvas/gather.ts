/** Selects several parts one by one by keyboard; such a selection stays while the keyboard walks on. */
import { nodeOf } from "../model/graph";
import { groupOf, noteOf } from "../model/parts";
import type { Selection } from "../model/store";
import type { Commands } from "./commands";
import { announce } from "./view";
import type { Stop } from "./walk";

/** Whether the selection is one that was put together part by part: any other selection ends it. */
export const isGathering = ({ store, view }: Commands): boolean =>
  view.getState().gathered === store.getState().selection;

/** Take a part into the selection, or out of it; true, because the key was used. */
export function gather(commands: Commands, stop: Stop): true {
  const { selection } = commands.store.getState();
  // To come to a part has selected it already: the first press on it keeps it.
  const isFirst = !isGathering(commands) && selection.nodes.size + selection.edges.size === 1;
  if (!isFirst || !partsOf(selection, stop).has(stop.id)) toggle(commands, stop);
  keepGathered(commands);
  say(commands, stop);
  return true;
}

/** The selection is put together part by part from here on; an empty one is none. */
export function keepGathered({ store, view }: Commands): void {
  const { selection } = store.getState();
  view.setState({ gathered: selection.nodes.size + selection.edges.size > 0 ? selection : null });
}

function toggle({ store }: Commands, stop: Stop): void {
  const { selection, select } = store.getState();
  const nodes = new Set(selection.nodes);
  const edges = new Set(selection.edges);
  const parts = stop.kind === "node" ? nodes : edges;
  if (!parts.delete(stop.id)) parts.add(stop.id);
  select(nodes, edges);
}

function say(commands: Commands, stop: Stop): void {
  const { selection } = commands.store.getState();
  const isIn = partsOf(selection, stop).has(stop.id);
  const count = selection.nodes.size + selection.edges.size;
  const title = nameOf(commands, stop);
  const said = isIn ? "canvas.said.gathered" : "canvas.said.dropped";
  announce(commands.view, commands.t(said, { title, count }));
}

/** A card by its title, a note or a group as such, an edge by those of its ends. */
function nameOf({ document, wordsOf, t }: Commands, { kind, id }: Stop): string {
  const titleOf = (partId: string) => {
    const node = nodeOf(document, partId);
    if (node !== undefined) return wordsOf(node).title;
    return groupOf(document, partId)?.name || t(noteOf(document, partId) ? "canvas.note" : "canvas.group");
  };
  const edge = kind === "edge" ? document.edges.find((known) => known.id === id) : undefined;
  if (edge === undefined) return titleOf(id);
  return t("canvas.edge", { source: titleOf(edge.source), target: titleOf(edge.target) });
}

const partsOf = ({ nodes, edges }: Selection, { kind }: Stop) => (kind === "node" ? nodes : edges);
