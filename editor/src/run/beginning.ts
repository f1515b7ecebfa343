/** What starts a flow, as far as the person at the phone must know. */
import type { components } from "../generated/api";

export interface Beginning {
  /** Certain words, any message, a pattern we cannot name an example of, or nothing that a phone can send. */
  kind: "words" | "any" | "pattern" | "outside";
  keyword?: string;
}

interface MessageTrigger {
  type?: unknown;
  match?: unknown;
  keywords?: unknown;
}

export function beginningOf({ nodes = [] }: components["schemas"]["FlowDocument"]): Beginning {
  const triggers = nodes
    .filter(({ type }) => type === "trigger")
    .map(({ config }) => (config?.on ?? {}) as MessageTrigger)
    .filter(({ type }) => type === "message_received");
  const keyword = triggers.filter(({ match }) => match !== "regex").flatMap(wordsOf)[0];
  if (keyword !== undefined) return { kind: "words", keyword };
  if (triggers.some(({ match }) => match === "any")) return { kind: "any" };
  return { kind: triggers.length > 0 ? "pattern" : "outside" };
}

const wordsOf = ({ match, keywords }: MessageTrigger): string[] =>
  match !== "any" && Array.isArray(keywords) ? keywords.filter(isWord) : [];

const isWord = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
