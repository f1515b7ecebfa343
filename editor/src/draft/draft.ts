/** A flow that is open for editing: its store, with the autosave, the check and the rescue that watch it. */
import { checkFlow } from "../calls";
import { complete, completeAsIs } from "../model/document";
import { isEqual } from "../model/equal";
import type { NodeTypes } from "../model/nodeTypes";
import { createEditor, documentOf, type EditorStore } from "../model/store";
import { may } from "../queries/useMay";
import { getSession, subscribe as subscribeToSession } from "../session";
import { browserShelf, drop } from "../storage";
import type { Flow } from "../types";
import { Autosave } from "./autosave";
import { CHECK_DEBOUNCE_MS, Checking } from "./checking";
import { Keeping } from "./keeping";
import { Keeper, placeOf, type Rescued, rescuesOf } from "./rescue";
import { fitsGoodbye, savedOf, savesOf } from "./saveFlow";

export interface Draft {
  readonly flowId: number;
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly checking: Checking;
  readonly keeping: Keeping;
  /** Changes of an earlier visit that the server never got, newest first. */
  readonly rescued: readonly Rescued[];
  /** Parts shared an id when the flow was opened, and have ids of their own now. */
  readonly hadTwins: boolean;
  /** Where this tab keeps its unsaved changes. */
  readonly place: string;
}

export function openDraft(
  flow: Flow,
  types: NodeTypes,
  userId: number,
  onSaved: (flow: Flow) => void,
): Draft {
  const saved = savedOf(flow);
  const store = createEditor(saved.document, types, !may("edit_flows"));
  const stored = completeAsIs(flow.document);
  const hadTwins = !store.getState().isReadOnly && !isEqual(stored, saved.document);
  const autosave = new Autosave(hadTwins ? { ...saved, document: stored } : saved, savesOf(flow.id, onSaved));
  // What shared an id is saved with ids of its own, or the server would go on refusing what nobody sees.
  if (hadTwins) autosave.change(saved.document);
  const place = placeOf(userId, flow.id, newTab());
  return {
    flowId: flow.id,
    store,
    autosave,
    hadTwins,
    checking: new Checking(
      (document, signal) => checkFlow(flow.id, document, signal),
      (issues, checked) => store.getState().setIssues(issues, checked),
    ),
    // Whoever may no longer change the flow keeps what lies here.
    rescued: store.getState().isReadOnly ? [] : rescuedOf(flow, userId),
    keeping: new Keeping(autosave, new Keeper(browserShelf(), place)),
    place,
  };
}

const rescuedOf = (flow: Flow, userId: number): Rescued[] =>
  rescuesOf(browserShelf(), userId, flow.id, Date.now()).flatMap((entry) => news(entry, flow));

/** A rescued draft that the server has after all is no news. */
function news(entry: Rescued, flow: Flow): Rescued[] {
  const document = complete(entry.document as Flow["document"]);
  const base = entry.base && complete(entry.base as Flow["document"]);
  if (!isEqual(document, complete(flow.document))) return [{ ...entry, document, base }];
  drop(browserShelf(), entry.key);
  return [];
}

/** Let everything watch the draft; answers with the function that saves and ends it. */
export function watch(draft: Draft): () => void {
  const { store, autosave, checking, keeping } = draft;
  const listening = new AbortController();
  const stops = [
    store.subscribe((state, before) => documentOf(state) !== documentOf(before) && changed(draft)),
    autosave.subscribe(keeping.follow),
    // A save that arrived says that the server is back, whatever the browser knows of the network.
    autosave.subscribe(() => autosave.state().kind === "saved" && checking.retry()),
    subscribeToSession(() => getSession().kind === "in" && goOn(draft)),
    checking.stop.bind(checking),
  ];
  listen(draft, listening.signal);
  autosave.start();
  checking.after(0, documentOf(store.getState()));
  return () => {
    for (const stop of stops) stop();
    listening.abort();
    keeping.stop();
    void autosave.flush().then(keeping.settle);
    autosave.stop();
  };
}

function changed({ store, autosave, checking }: Draft): void {
  const document = documentOf(store.getState());
  autosave.change(document);
  checking.after(CHECK_DEBOUNCE_MS, document);
}

/** The connection or the session is back. */
function goOn({ store, autosave, checking }: Draft): void {
  autosave.retry();
  checking.after(0, documentOf(store.getState()));
}

function listen(draft: Draft, signal: AbortSignal): void {
  const { autosave, keeping } = draft;
  function leave(): boolean {
    keeping.now();
    return autosave.leave() && (autosave.state().kind === "saved" || fitsGoodbye(autosave.newest));
  }
  window.addEventListener("online", () => goOn(draft), { signal });
  window.addEventListener("pagehide", leave, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && leave(), { signal });
  // Asked only where something could get lost: what is on its way arrives without the page.
  window.addEventListener("beforeunload", (event) => leave() || event.preventDefault(), { signal });
}

/** A name for this visit; ids from `crypto` exist on https and localhost only. */
const newTab = () => Math.random().toString(36).slice(2, 10);
