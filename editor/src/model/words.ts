/** What a node does, in the user's words. */
import type { TFunction } from "i18next";
import { lasting, listed, short } from "./amounts";
import type { FlowNode } from "./document";
import type { Names } from "./names";
import type { NodeType, Port } from "./nodeTypes";
import { getIn } from "./path";
import { sayRules } from "./rules";
import { type Field, fieldsOf, isObject, type JsonSchema, memberOf } from "./schema";
import { SENTENCES, sayShare } from "./sentences";
import { sayAwaited } from "./waits";

export interface Words {
  /** Its name, if it has one, else its kind. */
  title: string;
  /** What its type is called. */
  kind: string;
  sentence: string;
}

/** A card shows two lines; what is pasted into a setting may be megabytes. */
const MAX_SENTENCE = 240;
const MAX_FACTS = 4;
const MAX_FACT = 60;

/** A card's words: its name or its type's title, and a sentence of what it does; `names` are those of what it names by id. */
export function say(node: FlowNode, type: NodeType | undefined, t: TFunction, names?: Names): Words {
  const kind = type === undefined ? short(node.type, MAX_FACT) : nodeTitle(type);
  const title = node.name || kind;
  if (type === undefined) return { title, kind, sentence: t("words.unknown", { type: kind }) };
  const sentence = SENTENCES.get(node.type)?.(node.config, t, names) ?? sayFacts(node.config, type, t);
  return { title, kind, sentence: short(sentence, MAX_SENTENCE) || type.help };
}

/** A node in the words of its card, on one short line: its name, or "Wait 2 hours", "Condition: If city is Madrid". */
export function nodeName(node: FlowNode, type: NodeType | undefined, t: TFunction): string {
  if (node.name) return node.name;
  const { title, sentence } = say(node, type, t);
  const value = short(sentence, MAX_FACT);
  const [word = ""] = title.split(" ");
  return value.startsWith(word) ? value : t("words.fact", { title, value });
}

/** The title of a node's type; its tag when it has none. */
export const nodeTitle = (type: NodeType): string => type.title || type.tag;

/** A port in words: its branch's label, or its rule as a sentence; a name that we do not know stays for the caller. */
export function sayPort(node: FlowNode, port: Port, t: TFunction): string {
  const found = rowOf(node, port.name);
  if (found && node.type === "random_split") return sayShare(found.rows, found.at);
  if (port.label !== "") return port.label;
  if (port.name === "timeout" && node.type === "wait_for_event") return t("words.port.late");
  if (PORTS.has(port.name)) return t(`words.port.${port.name as KnownPort}`);
  if (found === undefined) return "";
  const row = found.rows[found.at];
  if (getIn(row, ["on", "type"]) === "reply") return t("words.port.replied");
  const rule = sayRules(getIn(row, ["when"]), t) || sayAwaited(getIn(row, ["on"]), t);
  return rule || t(node.type === "send_buttons" ? "words.button" : "words.branch", { n: found.at + 1 });
}

const KNOWN_PORTS = ["out", "failed", "else", "other", "replied", "timeout"] as const;
type KnownPort = (typeof KNOWN_PORTS)[number];
const PORTS: ReadonlySet<string> = new Set<KnownPort>(KNOWN_PORTS);

function rowOf(node: FlowNode, id: string): { rows: unknown[]; at: number } | undefined {
  for (const rows of Object.values(node.config)) {
    if (!Array.isArray(rows)) continue;
    const at = rows.findIndex((row) => isObject(row) && row.id === id);
    if (at >= 0) return { rows, at };
  }
  return undefined;
}

/** "Number: {{ vars.n }} · Carrier: dhl": the settings of a node that has no sentence of its own. */
function sayFacts(config: FlowNode["config"], type: NodeType, t: TFunction): string {
  const root = type.schema as JsonSchema;
  const facts = fieldsOf(root, root).flatMap((field) => {
    const value = Object.hasOwn(config, field.name) ? sayFact(config[field.name], field, t) : "";
    return value === "" ? [] : [t("words.fact", { title: field.title, value })];
  });
  return facts.slice(0, MAX_FACTS).join(" · ");
}

function sayFact(value: unknown, field: Field, t: TFunction): string {
  const { ui, schema } = field;
  if (ui.widget === "secret" || schema.format === "password" || ui.hidden) return "";
  const label = labelOf(ui.labels, value);
  if (label !== undefined) return label;
  if (typeof value === "boolean") return value ? t("words.yes") : t("words.no");
  if (typeof value === "string" || typeof value === "number") return short(String(value), MAX_FACT);
  if (Array.isArray(value)) return sayList(value, t);
  return memberOf(field, value)?.title ?? (sayRules(value, t) || lasting(value, t));
}

function sayList(rows: unknown[], t: TFunction): string {
  const texts = rows.filter((row) => typeof row === "string" || typeof row === "number").map(String);
  if (texts.length === rows.length) return short(listed(texts, "and", t), MAX_FACT);
  return t("words.rows", { n: rows.length });
}

const labelOf = (labels: Record<string, string> | undefined, value: unknown): string | undefined =>
  labels !== undefined && typeof value === "string" && Object.hasOwn(labels, value)
    ? labels[value]
    : undefined;
