/** Undo and redo: every action is kept as the changes it made. */
import { type Draft, freeze, produce } from "immer";
import { type Change, changesBetween, isChange, redone, undone } from "./changes";
import type { FlowDocument } from "./document";

export const MAX_STEPS = 200;

/** A named change of the document. `apply` changes the draft it is given and nothing else. */
export interface Action {
  name: string;
  apply(document: Draft<FlowDocument>): void;
}

interface Step {
  name: string;
  gesture: string | undefined;
  changes: readonly Change[];
}

/** A document with what led to it; a value, never changed in place. */
export interface History {
  readonly document: FlowDocument;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

// Frozen all the way down at once: immer walks through what is not frozen, at every action anew.
export const begin = (document: FlowDocument): History => ({
  document: freeze(document, true),
  past: [],
  future: [],
});

/** The history after `action`; actions of one `gesture` in a row are one step. The same history when nothing changed. */
export function record(history: History, action: Action, gesture?: string): History {
  const document = produce(history.document, (draft) => {
    action.apply(draft);
  });
  const changes = changesBetween(history.document, document);
  if (changes.length === 0) return history;
  // Within a gesture this would cost a comparison of every moved node at every frame; its end looks once.
  if (gesture === undefined && !isChange(changes)) return history;
  const last = history.past.at(-1);
  if (gesture === undefined || last?.gesture !== gesture) {
    // An undo may bring the step before to the end again: that gesture is over all the same.
    const { past } = seal(history);
    return { document, past: pushed(past, { name: action.name, gesture, changes }), future: [] };
  }
  const whole = changesBetween(undone(history.document, last.changes), document);
  return { document, past: [...history.past.slice(0, -1), { ...last, changes: whole }], future: [] };
}

/** The history with its newest gesture closed: the next action is a step of its own. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (last?.gesture === undefined) return history;
  const before = history.past.slice(0, -1);
  // A card dragged away and home again leaves nothing to undo.
  const past = isChange(last.changes) ? [...before, { ...last, gesture: undefined }] : before;
  return { ...history, past };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  return {
    document: undone(history.document, step.changes),
    past: history.past.slice(0, -1),
    future: [{ ...step, gesture: undefined }, ...history.future],
  };
}

export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (step === undefined) return history;
  return { document: redone(history.document, step.changes), past: [...history.past, step], future };
}

const pushed = (past: readonly Step[], step: Step): Step[] => [...past, step].slice(-MAX_STEPS);
