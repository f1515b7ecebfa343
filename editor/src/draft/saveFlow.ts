/** One save over HTTP, its answer told as an outcome the autosave understands. */
import { Problem } from "../api";
import { saveFlow } from "../calls";
import { complete, type FlowDocument } from "../model/document";
import type { Flow } from "../types";
import type { Outcome, Save, Saved } from "./autosave";

const TIMEOUT_MS = 20_000;
/** Browsers finish a request of at most 64 kB when its page goes away. */
const GOODBYE_BYTES = 60_000;

/** Saves of the flow `id`; `onSaved` gets the flow as the server answered it. */
export function savesOf(id: number, onSaved: (flow: Flow) => void): Save {
  return async (revision, document) => {
    const body = JSON.stringify({ revision, document });
    const keepalive = sizeOf(body) <= GOODBYE_BYTES;
    try {
      const flow = await saveFlow(id, body, { keepalive, signal: AbortSignal.timeout(TIMEOUT_MS) });
      onSaved(flow);
      return { kind: "saved", revision: flow.revision };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

/** Whether a save of `document` arrives although the page that sent it is gone. */
export const fitsGoodbye = (document: FlowDocument): boolean =>
  sizeOf(JSON.stringify({ revision: Number.MAX_SAFE_INTEGER, document })) <= GOODBYE_BYTES;

const sizeOf = (text: string): number => new Blob([text]).size;

/** The draft of a flow as the server holds it. */
export const savedOf = (flow: Flow): Saved => ({
  revision: flow.revision,
  document: complete(flow.document),
  savedAt: flow.updatedAt,
});

function outcomeOf(error: unknown): Outcome {
  // What is no answer of the server is a connection that broke, or an answer that took too long.
  if (!(error instanceof Problem) || error.status === 0) return { kind: "lost", reason: "connection" };
  if (error.status === 401) return { kind: "signedOut" };
  if (error.code === "stale_revision" && isFlow(error.body.current)) {
    return { kind: "stale", current: savedOf(error.body.current) };
  }
  if (error.status >= 500 || error.status === 429) return { kind: "lost", reason: "server" };
  return { kind: "refused", sentence: error.message, isGone: error.status === 404 };
}

const isFlow = (value: unknown): value is Flow =>
  typeof value === "object" && value !== null && "revision" in value && "document" in value;
