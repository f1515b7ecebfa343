/** Undo and redo: every action is kept as the patches it made and their inverse. */
import { applyPatches, type Draft, enablePatches, type Patch, produceWithPatches } from "immer";
import type { FlowDocument } from "./document";

enablePatches();

export const MAX_STEPS = 200;

/** A named change of the document. `apply` changes the draft it is given and nothing else. */
export interface Action {
  name: string;
  apply(document: Draft<FlowDocument>): void;
}

interface Step {
  name: string;
  gesture: string | undefined;
  patches: Patch[];
  inverse: Patch[];
}

/** A document with what led to it; a value, never changed in place. */
export interface History {
  readonly document: FlowDocument;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export const begin = (document: FlowDocument): History => ({ document, past: [], future: [] });

/** The history after `action`; actions of one `gesture` in a row are one step. The same history when nothing changed. */
export function record(history: History, action: Action, gesture?: string): History {
  const [document, patches, inverse] = produceWithPatches(history.document, (draft) => action.apply(draft));
  if (patches.length === 0) return history;
  const last = history.past.at(-1);
  const continues = gesture !== undefined && last?.gesture === gesture;
  const step = continues
    ? { ...last, patches: [...last.patches, ...patches], inverse: [...inverse, ...last.inverse] }
    : { name: action.name, gesture, patches, inverse };
  const before = continues ? history.past.slice(0, -1) : history.past;
  return { document, past: [...before, step].slice(-MAX_STEPS), future: [] };
}

/** The history with its newest gesture closed: the next action is a step of its own. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (last?.gesture === undefined) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, gesture: undefined }] };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  return {
    document: applyPatches(history.document, step.inverse),
    past: history.past.slice(0, -1),
    future: [{ ...step, gesture: undefined }, ...history.future],
  };
}

export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (step === undefined) return history;
  return { document: applyPatches(history.document, step.patches), past: [...history.past, step], future };
}
