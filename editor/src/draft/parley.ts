/** What tests and support may look at in a running editor; nothing can be changed through it. */
import type { FlowDocument } from "../model/document";
import { documentOf } from "../model/store";
import type { Draft } from "./draft";

declare global {
  interface Window {
    parley?: Readonly<{
      document(): FlowDocument;
      /** Resolves once no save and no check is under way or about to start. */
      idle(): Promise<void>;
    }>;
  }
}

const LOOK_EVERY_MS = 20;

/** Set `window.parley`; answers with the function that takes it away. */
export function showToSupport(draft: Draft): () => void {
  const shown = Object.freeze({
    document: () => documentOf(draft.store.getState()),
    idle: () => idle(draft),
  });
  window.parley = shown;
  return () => {
    if (window.parley === shown) window.parley = undefined;
  };
}

async function idle(draft: Draft): Promise<void> {
  while (isBusy(draft)) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}

function isBusy({ autosave, checking }: Draft): boolean {
  const state = autosave.state();
  const isSaving = state.kind === "saving" || (state.kind === "unsaved" && !state.isSignedOut);
  return isSaving || checking.isPending;
}
