/** The way of the keyboard through the flow: card by card in reading order, or along the edges. */
import type { FlowDocument } from "../model/document";
import { orderFromTriggers } from "../model/graph";

/** A stop of the Tab key: a card, or an edge that leaves it; notes and frames come last. */
export interface Stop {
  kind: "node" | "edge";
  id: string;
}

/** Every card in reading order, each with the edges that leave it. */
export function stops(document: FlowDocument): Stop[] {
  const leaving = new Map<string, Stop[]>();
  for (const { id, source } of document.edges) {
    leaving.set(source, [...(leaving.get(source) ?? []), { kind: "edge", id }]);
  }
  const { notes = [], groups = [] } = document;
  return [
    ...orderFromTriggers(document).flatMap((id): Stop[] => [
      { kind: "node", id },
      ...(leaving.get(id) ?? []),
    ]),
    ...[...notes, ...groups].map(({ id }): Stop => ({ kind: "node", id })),
  ];
}

/** The card of a stop: of an edge the one that it leaves. */
export function cardOf({ edges }: FlowDocument, { kind, id }: Stop): string {
  if (kind === "node") return id;
  return edges.find((edge) => edge.id === id)?.source ?? id;
}

/** The stop `by` places from this one, undefined before the first and behind the last. */
export function stopBeside(document: FlowDocument, from: Stop, by: 1 | -1): Stop | undefined {
  const all = stops(document);
  const at = all.findIndex((stop) => stop.kind === from.kind && stop.id === from.id);
  return at < 0 ? all[0] : all[at + by];
}

/** The card `by` places from this one in reading order, from the last to the first. */
export function cardBeside(document: FlowDocument, from: string | undefined, by: 1 | -1): string | undefined {
  const order = orderFromTriggers(document);
  if (from === undefined) return order[0];
  return order.at((order.indexOf(from) + by) % order.length);
}

export type Direction = "left" | "right" | "up" | "down";

/** The card that an arrow leads to: right and left along an edge, up and down among the ways out of the same card. */
export function cardAlong(document: FlowDocument, from: string, way: Direction): string | undefined {
  if (way === "right") return document.edges.find((edge) => edge.source === from)?.target;
  const before = document.edges.find((edge) => edge.target === from)?.source;
  if (way === "left") return before;
  const by = way === "down" ? 1 : -1;
  const beside = [
    ...new Set(document.edges.filter(({ source }) => source === before).map(({ target }) => target)),
  ];
  return beside[beside.indexOf(from) + by] ?? cardBeside(document, from, by);
}
