/** What the channel was given for a message: the parts that the phone draws apart from its text. */
import { isMedia, type MediaKind } from "../../model/bubble";
import { getIn, type Path } from "../../model/path";
import { isObject } from "../../model/schema";
import type { Message } from "../../types";

export interface ReplyButton {
  id: string;
  title: string;
}

/** The reply buttons under a message; none for most. */
export function buttonsOf({ body }: Pick<Message, "body">): ReplyButton[] {
  const buttons = getIn(body, ["interactive", "action", "buttons"]);
  return Array.isArray(buttons) ? buttons.flatMap((button) => replyOf(getIn(button, ["reply"]))) : [];
}

const replyOf = (reply: unknown): ReplyButton[] =>
  isObject(reply) && typeof reply.id === "string" && typeof reply.title === "string"
    ? [{ id: reply.id, title: reply.title }]
    : [];

export interface Parts {
  header: string;
  text: string;
  footer: string;
}

/** The lines of a message with buttons, whose content is one readable line; the content for any other. */
export function partsOf({ body, content }: Pick<Message, "body" | "content">): Parts {
  const said = (...path: Path) => {
    const value = getIn(body, ["interactive", ...path]);
    return typeof value === "string" ? value : "";
  };
  const text = said("body", "text");
  if (text === "") return { header: "", text: content, footer: "" };
  return { header: said("header", "text"), text, footer: said("footer", "text") };
}

export interface Attachment {
  kind: MediaKind;
  link: string;
  name: string;
  caption: string;
}

/** The file that goes with a message. */
export function attachmentOf({ body }: Pick<Message, "body">): Attachment | undefined {
  const kind = getIn(body, ["type"]);
  const part = isMedia(kind) ? getIn(body, [kind]) : undefined;
  if (!isMedia(kind) || !isObject(part) || typeof part.link !== "string") return undefined;
  const said = (value: unknown) => (typeof value === "string" ? value : "");
  return { kind, link: part.link, name: said(part.filename), caption: said(part.caption) };
}
