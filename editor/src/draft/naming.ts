/** Typing a flow's name: stored letter by letter, so that nothing that stands in the field can get lost. */
import { renameFlow } from "../model/actions";
import type { EditorStore } from "../model/store";

const GESTURE = "name";

/** Store `text` as the name; `before` while it is empty, for every flow has a name. */
export function typeName(store: EditorStore, text: string, before: string): void {
  store.getState().act(renameFlow(text.trim() || before), GESTURE);
}

/** The field is left: what was typed is one step. */
export const endNaming = (store: EditorStore): void => store.getState().endGesture();
