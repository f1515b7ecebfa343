/** Hands the editor's store to the components below. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { EditorState, EditorStore } from "./store";

const EditorContext = createContext<EditorStore | null>(null);

export const EditorProvider = EditorContext.Provider;

/** The store itself, for event handlers: `useEditorStore().getState().act(…)`. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (store === null) throw new Error("There is no editor around this component.");
  return store;
}

/** A part of the state; the component is drawn again when that part changes. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select);
}
