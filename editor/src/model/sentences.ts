/** The sentence on the card of each built-in node. */
import type { TFunction } from "i18next";
import { listed, short } from "./amounts";
import { isMedia, type MediaKind } from "./bubble";
import type { FlowNode } from "./document";
import type { Names } from "./names";
import { getIn } from "./path";
import { sayRules } from "./rules";
import { text, texts } from "./text";
import { sayContactDate, saySchedule } from "./timing";
import { sayBusinessHours, sayWait, sayWaitForEvent, sayWaitForFirst, sayWaitForReply } from "./waits";

type Sentence = (config: FlowNode["config"], t: TFunction, names?: Names) => string;

/** More do not fit on a card. */
const MAX_BRANCHES = 4;
const MATCHES = ["contains", "exact", "regex", "starts_with"] as const;

/** By node type; each tells what is missing while the settings are not complete. */
export const SENTENCES: ReadonlyMap<string, Sentence> = new Map([
  ["trigger", sayTrigger],
  ["send_message", saySending],
  ["send_buttons", sayButtons],
  ["condition", sayCondition],
  ["wait", sayWait],
  ["wait_for_reply", sayWaitForReply],
  ["wait_for_event", sayWaitForEvent],
  ["wait_for_first", sayWaitForFirst],
  ["business_hours", sayBusinessHours],
  ["random_split", saySplit],
  ["goal", sayGoal],
  ["go_to", sayGoTo],
  ["for_each", sayForEach],
  ["start_flow", sayOther("start")],
  ["call_flow", sayOther("call")],
  ["set_variable", sayVariable],
  ["end", sayEnd],
]);

function sayTrigger(config: FlowNode["config"], t: TFunction): string {
  const kind = text(config, "on", "type");
  if (kind === "schedule") return saySchedule(getIn(config, ["on"]), t);
  if (kind === "contact_date") return sayContactDate(getIn(config, ["on"]), t);
  if (kind === "webhook" || kind === "flow_called") return t(`words.trigger.${kind}`);
  const what = sayHappens(getIn(config, ["on"]), t);
  return what === "" ? t("words.trigger.nothing") : t("words.trigger.when", { what });
}

/** "a message contains hi", "the event order_paid happens"; empty while it is not known. */
function sayHappens(on: unknown, t: TFunction): string {
  const kind = text(on, "type");
  const name = text(on, "name");
  if (kind === "event_received") return name && t("words.happens.event", { name });
  if (kind !== "message_received") return "";
  const match = MATCHES.find((each) => each === getIn(on, ["match"]));
  if (match === undefined) return t("words.happens.any");
  const keywords = listed(texts(getIn(on, ["keywords"])), "or", t);
  return t(`words.happens.${match}`, { keywords: keywords || "…" });
}

function saySending(config: FlowNode["config"], t: TFunction): string {
  const kind = getIn(config, ["body", "type"]);
  if (isMedia(kind)) return sayMedia(kind, config, t);
  const body = text(config, "body", "text");
  return body === "" ? t("words.send.nothing") : t("words.send.text", { text: body });
}

function sayMedia(kind: MediaKind, config: FlowNode["config"], t: TFunction): string {
  if (text(config, "body", "link") === "") return t("words.send.noFile");
  const said = text(config, "body", "caption") || text(config, "body", "fileName");
  const what = t(`words.media.${kind}`);
  return said === "" ? t("words.send.media", { what }) : t("words.send.mediaWith", { what, said });
}

function sayButtons(config: FlowNode["config"], t: TFunction): string {
  const body = text(config, "text");
  if (body === "") return t("words.send.nothing");
  const buttons = getIn(config, ["buttons"]);
  const titles = Array.isArray(buttons) ? buttons.map((button) => text(button, "title") || "…") : [];
  return t("words.send.buttons", { text: body, titles: listed(titles, "or", t) });
}

function sayCondition(config: FlowNode["config"], t: TFunction): string {
  const branches = getIn(config, ["branches"]);
  if (!Array.isArray(branches) || branches.length === 0) return t("words.condition.nothing");
  const rules = branches.slice(0, MAX_BRANCHES).map((branch) => sayRules(getIn(branch, ["when"]), t));
  if (rules.every((rule) => rule === "")) return t("words.condition.nothing");
  const [first, ...others] = rules.map((rule) => rule || "…");
  return [
    t("words.condition.one", { rules: first }),
    ...others.map((rules) => t("words.condition.else", { rules })),
  ].join("; ");
}

function sayGoal(config: FlowNode["config"], t: TFunction): string {
  const what = sayHappens(getIn(config, ["on"]), t);
  return what === "" ? t("words.goal.nothing") : t("words.goal.when", { what });
}

function sayGoTo(config: FlowNode["config"], t: TFunction, names?: Names): string {
  const target = text(config, "target");
  const node = target === "" ? null : names?.node(target);
  if (node === null) return t("words.goTo.nothing");
  if (node === undefined) return t("words.goTo.some");
  const count = Number(getIn(config, ["maxVisits"]) ?? 3);
  return t("words.goTo.node", { node, count });
}

function sayForEach(config: FlowNode["config"], t: TFunction): string {
  const list = text(config, "list");
  const item = text(config, "item") || "item";
  return list === "" ? t("words.each.nothing") : t("words.each.of", { item, list });
}

/** Starting another flow, or calling it. */
function sayOther(way: "start" | "call"): Sentence {
  return (config, t, names) => {
    const id = getIn(config, ["flow"]);
    const name = typeof id === "number" ? names?.flow(id) : null;
    if (name === null) return t(`words.${way}.nothing`);
    return name === undefined ? t(`words.${way}.some`) : t(`words.${way}.flow`, { name: short(name) });
  };
}

function saySplit(config: FlowNode["config"], t: TFunction): string {
  const branches = getIn(config, ["branches"]);
  const ways = Array.isArray(branches) ? branches.map((_, at) => sayShare(branches, at)) : [];
  return t("words.split", { ways: listed(ways, "and", t) });
}

/** "A 50%": one of the ways of a split by chance. */
export function sayShare(branches: readonly unknown[], at: number): string {
  const weights = branches.map((branch) => Number(getIn(branch, ["weight"]) ?? 1));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const percent = Math.round((100 * (weights[at] ?? 0)) / (sum || 1));
  return `${text(branches[at], "label")} ${percent}%`.trim();
}

function sayVariable(config: FlowNode["config"], t: TFunction): string {
  const name = text(config, "name");
  if (name === "") return t("words.variable.nothing");
  const value = text(config, "value") || text(config, "expression");
  return value === "" ? t("words.variable.unset", { name }) : t("words.variable.set", { name, value });
}

function sayEnd(config: FlowNode["config"], t: TFunction): string {
  const outcome = text(config, "outcome");
  return outcome === "" ? t("words.end.plain") : t("words.end.outcome", { outcome });
}
