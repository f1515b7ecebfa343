/** The sentence on the card of each built-in node. */
import type { TFunction } from "i18next";
import { lasting, listed, short } from "./amounts";
import type { FlowNode } from "./document";
import { getIn } from "./path";
import { sayRules } from "./rules";
import { sayContactDate, saySchedule } from "./timing";

type Sentence = (config: FlowNode["config"], t: TFunction) => string;

/** More do not fit on a card. */
const MAX_BRANCHES = 4;
const MATCHES = ["contains", "exact", "regex", "starts_with"] as const;

/** By node type; each tells what is missing while the settings are not complete. */
export const SENTENCES: ReadonlyMap<string, Sentence> = new Map([
  ["trigger", sayTrigger],
  ["send_message", saySending],
  ["condition", sayCondition],
  ["wait", sayWait],
  ["wait_for_reply", sayWaitForReply],
  ["set_variable", sayVariable],
  ["end", sayEnd],
]);

function sayTrigger(config: FlowNode["config"], t: TFunction): string {
  const kind = text(config, "on", "type");
  if (kind === "schedule") return saySchedule(getIn(config, ["on"]), t);
  if (kind === "contact_date") return sayContactDate(getIn(config, ["on"]), t);
  if (kind === "webhook") return t("words.trigger.webhook");
  if (kind !== "message_received") return t("words.trigger.nothing");
  const match = MATCHES.find((each) => each === getIn(config, ["on", "match"]));
  if (match === undefined) return t("words.trigger.any");
  const keywords = listed(texts(getIn(config, ["on", "keywords"])), "or", t);
  return t(`words.trigger.${match}`, { keywords: keywords || "…" });
}

function saySending(config: FlowNode["config"], t: TFunction): string {
  const body = text(config, "body", "text");
  return body === "" ? t("words.send.nothing") : t("words.send.text", { text: body });
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

function sayWait(config: FlowNode["config"], t: TFunction): string {
  const duration = lasting(getIn(config, ["duration"]), t);
  if (duration !== "") return t("words.wait.for", { duration });
  const until = text(config, "until").replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:00)?$/, "$1 $2");
  return until === "" ? t("words.wait.nothing") : t("words.wait.until", { until });
}

function sayWaitForReply(config: FlowNode["config"], t: TFunction): string {
  const duration = lasting(getIn(config, ["timeout"]), t);
  const name = text(config, "saveTo");
  if (name === "") return duration === "" ? t("words.reply.plain") : t("words.reply.upTo", { duration });
  return duration === "" ? t("words.reply.kept", { name }) : t("words.reply.keptUpTo", { name, duration });
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

/** The beginning of the text at a place of the settings; empty when there is none. */
function text(config: FlowNode["config"], ...path: string[]): string {
  const found = getIn(config, path);
  return typeof found === "string" ? short(found) : "";
}

const texts = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof item === "string" && item !== "").map((item) => short(item))
    : [];
