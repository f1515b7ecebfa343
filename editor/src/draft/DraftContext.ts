/** Hands the open draft to the parts of its editor. */
import { createContext, useContext, useSyncExternalStore } from "react";
import type { SaveState } from "./autosave";
import type { Draft } from "./draft";

const DraftContext = createContext<Draft | null>(null);

export const DraftProvider = DraftContext.Provider;

export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (draft === null) throw new Error("There is no draft around this component.");
  return draft;
}

/** Whether what the check found is what is wrong: it has run, and could run the last time. */
export function useIsChecked(): boolean {
  const { checking } = useDraft();
  return useSyncExternalStore(checking.subscribe, checking.isKnown);
}

/** Whether this browser has kept what is not saved. */
export function useIsKept(): boolean {
  const { keeping } = useDraft();
  return useSyncExternalStore(keeping.subscribe, keeping.isKept);
}

export function useSaveState(): SaveState {
  const { autosave } = useDraft();
  return useSyncExternalStore(autosave.subscribe, autosave.state);
}
