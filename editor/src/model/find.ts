/** Finds what stands on the canvas by its words: names, what cards say, every value of every setting, notes, frames. */
import type { FlowDocument, FlowNode } from "./document";
import { nodeOf, orderFromTriggers } from "./graph";
import type { NodeTypes } from "./nodeTypes";
import type { JsonSchema } from "./schema";
import { withoutSecrets } from "./secrets";
import type { Words } from "./words";

type WordsOf = (node: FlowNode) => Words;

/** The ids of all parts that have every word of the query, nodes first in the order one reads them; none for no words. */
export function findParts(
  document: FlowDocument,
  types: NodeTypes,
  wordsOf: WordsOf,
  query: string,
): string[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const has = (text: string) => wanted.every((word) => text.includes(word));
  const { notes = [], groups = [] } = document;
  const nodes = orderFromTriggers(document).filter((id) => {
    const node = nodeOf(document, id);
    return node !== undefined && has(textOf(node, types, wordsOf(node)));
  });
  return [
    ...nodes,
    ...notes.filter(({ text }) => has(plain(text))).map(({ id }) => id),
    ...groups.filter(({ name }) => has(plain(name))).map(({ id }) => id),
  ];
}

const settings = new WeakMap<FlowNode["config"], string>();

function textOf(node: FlowNode, types: NodeTypes, { title, kind, sentence }: Words): string {
  const values = settings.get(node.config) ?? plain(valuesOf(node, types).join("\n"));
  settings.set(node.config, values);
  return `${plain(`${title}\n${kind}\n${sentence}`)}\n${values}`;
}

/** All texts and numbers in the settings; what a secret is cannot be searched for. */
function valuesOf({ type, config }: FlowNode, types: NodeTypes): string[] {
  const schema = types.get(type)?.schema as JsonSchema | undefined;
  const found: string[] = [];
  const ahead: unknown[] = [schema ? withoutSecrets(config, schema) : config];
  for (let value = ahead.pop(); ahead.length > 0 || value !== undefined; value = ahead.pop()) {
    if (typeof value === "string" || typeof value === "number") found.push(String(value));
    else if (typeof value === "object" && value !== null) ahead.push(...Object.values(value));
  }
  return found;
}

/** Small letters without accents: "Café" is found by "cafe". */
const plain = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
