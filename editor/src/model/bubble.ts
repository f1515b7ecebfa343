/** A message node as the bubble that the contact will see, cut to what a card has room for. */
import type { FlowNode } from "./document";
import { getIn } from "./path";
import { text } from "./text";

export type MediaKind = "image" | "video" | "audio" | "document";

export interface Bubble {
  header: string;
  /** What it says, line breaks kept. */
  text: string;
  footer: string;
  media?: { kind: MediaKind; link: string; name: string };
}

/** A piece of a text: as it stands, or the name of a variable. */
export interface Piece {
  text: string;
  isVariable: boolean;
}

const MEDIA: ReadonlySet<string> = new Set<MediaKind>(["image", "video", "audio", "document"]);

export const isMedia = (kind: unknown): kind is MediaKind => typeof kind === "string" && MEDIA.has(kind);

/** Whether it was uploaded here, so that this browser can show it. */
export const isUploaded = (link: string): boolean => /^\/media\/[\w-]+$/.test(link);

/** Whether it may be a link: it leads to a file, and runs nothing. */
export const isOpenable = (link: string): boolean => isUploaded(link) || /^https?:\/\//i.test(link);

const MAX_TEXT = 400;
const VARIABLE = /\{\{-?\s*(.*?)\s*-?\}\}/g;

/** The bubble of a node that writes to the contact; none while it says nothing yet. */
export function bubbleOf({ type, config }: FlowNode): Bubble | undefined {
  if (type === "send_buttons") return filled(config, "text");
  if (type !== "send_message") return undefined;
  const kind = text(config, "body", "type");
  if (!isMedia(kind)) return filled(getIn(config, ["body"]), "text");
  const body = getIn(config, ["body"]);
  const link = text(body, "link");
  if (link === "") return undefined;
  return { ...read(body, "caption"), media: { kind, link, name: text(body, "fileName") } };
}

function filled(values: unknown, name: string): Bubble | undefined {
  const bubble = read(values, name);
  return bubble.text === "" ? undefined : bubble;
}

const read = (values: unknown, name: string): Bubble => ({
  header: text(values, "header"),
  text: lines(getIn(values, [name])),
  footer: text(values, "footer"),
});

/** The beginning of a text, which may be megabytes; empty lines are left out. */
function lines(value: unknown): string {
  if (typeof value !== "string") return "";
  return value
    .slice(0, MAX_TEXT)
    .trim()
    .replaceAll(/\s*\n\s*/g, "\n");
}

/** A template's text with its variables apart: "Hi {{ contact.name | title }}" as "Hi " and the variable contact.name. */
export function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: whole, 1: inner = "", index } of template.matchAll(VARIABLE)) {
    if (index > end) pieces.push({ text: template.slice(end, index), isVariable: false });
    pieces.push({ text: (inner.split("|", 1)[0] ?? "").trim() || whole, isVariable: true });
    end = index + whole.length;
  }
  if (end < template.length) pieces.push({ text: template.slice(end), isVariable: false });
  return pieces;
}
