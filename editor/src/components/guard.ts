/** Asked before the application leaves a page: whether something there is not saved yet. One page at a time has a guard. */
import type { AroundNavHandler } from "wouter";

export interface Guard {
  isSaved(): boolean;
  /** Save now; false when that is not possible. */
  flush(): Promise<boolean>;
  /** Ask the person; `leave` goes on to where they wanted. */
  ask(leave: () => void): void;
}

let guard: Guard | null = null;

/** Let `next` watch the page; answers with the function that ends it. */
export function protect(next: Guard): () => void {
  guard = next;
  return () => {
    if (guard === next) guard = null;
  };
}

export const isSomethingUnsaved = (): boolean => guard !== null && !guard.isSaved();

/** For wouter: saves before the address changes, and asks when that fails. */
export const guarded: AroundNavHandler = (navigate, to, options) => {
  const leave = () => navigate(to, options);
  const watching = guard;
  if (watching === null || watching.isSaved()) return leave();
  void watching.flush().then((isSaved) => (isSaved ? leave() : watching.ask(leave)));
};
