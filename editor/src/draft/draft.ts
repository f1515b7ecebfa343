/** A flow that is open for editing: its store, with the autosave, the check and the rescue that watch it. */
import { checkFlow } from "../calls";
import { complete, completeAsIs } from "../model/document";
import { isEqual } from "../model/equal";
import type { NodeTypes } from "../model/nodeTypes";
import { createEditor, documentOf, type EditorStore } from "../model/store";
import { may } from "../queries/useMay";
import { getSession, subscribe as subscribeToSession } from "../session";
import type { Flow } from "../types";
import { Autosave, DEBOUNCE_MS } from "./autosave";
import { CHECK_DEBOUNCE_MS, Checking } from "./checking";
import { drop, Keeper, placeOf, type Rescued, rescuesOf } from "./rescue";
import { fitsGoodbye, savedOf, savesOf } from "./saveFlow";

/** How long changes may be unsaved before this browser keeps them. */
const RESCUE_AFTER_MS = DEBOUNCE_MS + 400;

export interface Draft {
  readonly flowId: number;
  readonly store: EditorStore;
  readonly autosave: Autosave;
  readonly checking: Checking;
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
    place: placeOf(userId, flow.id, newTab()),
  };
}

const rescuedOf = (flow: Flow, userId: number): Rescued[] =>
  rescuesOf(localStorage, userId, flow.id, Date.now()).flatMap((entry) => news(entry, flow));

/** A rescued draft that the server has after all is no news. */
function news(entry: Rescued, flow: Flow): Rescued[] {
  const document = complete(entry.document as Flow["document"]);
  const base = entry.base && complete(entry.base as Flow["document"]);
  if (!isEqual(document, complete(flow.document))) return [{ ...entry, document, base }];
  drop(localStorage, entry.key);
  return [];
}

/** Let everything watch the draft; answers with the function that saves and ends it. */
export function watch(draft: Draft): () => void {
  const { store, autosave, checking } = draft;
  const listening = new AbortController();
  const rescue = rescueOf(draft);
  const stops = [
    store.subscribe((state, before) => documentOf(state) !== documentOf(before) && changed(draft)),
    autosave.subscribe(rescue.follow),
    // A save that arrived says that the server is back, whatever the browser knows of the network.
    autosave.subscribe(() => autosave.state().kind === "saved" && checking.retry()),
    subscribeToSession(() => getSession().kind === "in" && goOn(draft)),
    checking.stop.bind(checking),
  ];
  listen(draft, rescue.now, listening.signal);
  autosave.start();
  checking.after(0, documentOf(store.getState()));
  return () => {
    for (const stop of stops) stop();
    listening.abort();
    rescue.stop();
    void autosave.flush().then(rescue.settle);
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

function listen(draft: Draft, rescueNow: () => void, signal: AbortSignal): void {
  const { autosave } = draft;
  function leave(): boolean {
    rescueNow();
    return autosave.leave() && (autosave.state().kind === "saved" || fitsGoodbye(autosave.newest));
  }
  window.addEventListener("online", () => goOn(draft), { signal });
  window.addEventListener("pagehide", leave, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && leave(), { signal });
  // Asked only where something could get lost: what is on its way arrives without the page.
  window.addEventListener("beforeunload", (event) => leave() || event.preventDefault(), { signal });
}

/** Keeps in this browser what stays unsaved for a while, and forgets it once it is saved. */
function rescueOf({ autosave, place }: Draft) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keeper = new Keeper(() => localStorage, place);
  const isSaved = () => autosave.state().kind === "saved";

  function now() {
    // Whoever logs out leaves nothing behind, and was told so.
    if (isSaved() || getSession().kind === "out") return;
    keeper.keep(Date.now(), autosave.base, autosave.newest);
  }

  function again() {
    timer = undefined;
    now();
    follow();
  }

  function follow() {
    if (isSaved()) return settle();
    timer ??= setTimeout(again, RESCUE_AFTER_MS);
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    now();
  }

  function settle() {
    clearTimeout(timer);
    timer = undefined;
    if (isSaved()) keeper.drop();
  }

  return { now, follow, stop, settle };
}

/** A name for this visit; ids from `crypto` exist on https and localhost only. */
const newTab = () => Math.random().toString(36).slice(2, 10);
