/** Saves the draft as a flow of its own and goes there. */
import { useLocation } from "wouter";
import { createFlow } from "../calls";
import { MAX_NAME } from "../model/actions";
import { useDraft } from "./DraftContext";

/** `settle` says what becomes of the draft here, once the new flow has its changes. */
export function useSaveAsNew() {
  const { autosave } = useDraft();
  const [, go] = useLocation();
  return async (name: string, settle: () => void) => {
    const made = await createFlow({ ...autosave.newest, name: name.slice(0, MAX_NAME) });
    settle();
    go(`/flows/${made.id}`);
  };
}
