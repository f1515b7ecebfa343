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

export function useSaveState(): SaveState {
  const { autosave } = useDraft();
  return useSyncExternalStore(autosave.subscribe, autosave.state);
}
