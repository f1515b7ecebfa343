/** A CodeMirror editor for one template or expression; loaded only when such a field is seen. */
import "../../i18n/forms";
import { closeBrackets, closeBracketsKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Annotation, Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder, type ViewUpdate } from "@codemirror/view";
import type { Variable } from "../../model/scope";
import { type Mark, wrapped } from "../formatting";
import { completion } from "./completion";
import { look } from "./look";
import { marks } from "./marks";

export interface Settings {
  isExpression: boolean;
  isMultiline: boolean;
  isReadOnly: boolean;
  /** A message, which may hold WhatsApp's marks. */
  isFormatted: boolean;
  placeholder: string;
  /** Name, description and validity for screen readers. */
  attributes: Record<string, string>;
  variables: readonly Variable[];
}

export interface Events {
  type(text: string): void;
  leave(): void;
}

export interface CodeEditor {
  /** Shows the document's text; what is already shown is left alone. */
  show(text: string): void;
  configure(settings: Settings): void;
  openVariables(): void;
  /** Puts the mark around what is selected, or takes it away. */
  wrap(mark: Mark): void;
  /** Puts a text where the cursor is, without taking the keyboard. */
  insert(text: string): void;
  focus(from?: number, to?: number): void;
  destroy(): void;
}

const fromOutside = Annotation.define<boolean>();

export function createCodeEditor(
  parent: HTMLElement,
  text: string,
  settings: Settings,
  events: Events,
): CodeEditor {
  const changing = new Compartment();
  let shown = text;
  const state = EditorState.create({
    doc: text,
    extensions: [basics(settings), changing.of(changingOf(settings)), EditorView.updateListener.of(heard)],
  });
  const view = new EditorView({ state, parent });

  function heard(update: ViewUpdate) {
    if (update.docChanged && !update.transactions.some((change) => change.annotation(fromOutside))) {
      shown = update.state.doc.toString();
      events.type(shown);
    }
    if (update.focusChanged && !update.view.hasFocus) events.leave();
  }
  return {
    show(next) {
      if (next === shown) return;
      shown = next;
      replace(view, next);
    },
    configure: (next) => view.dispatch({ effects: changing.reconfigure(changingOf(next)) }),
    openVariables() {
      view.focus();
      startCompletion(view);
    },
    wrap(mark) {
      wrapSelection(view, mark);
      view.focus();
    },
    insert(inserted) {
      view.dispatch(view.state.replaceSelection(inserted), { userEvent: "input", scrollIntoView: true });
    },
    focus(from, to) {
      view.focus();
      if (from !== undefined) view.dispatch({ selection: { anchor: from, head: to ?? from } });
    },
    destroy: () => view.destroy(),
  };
}

function wrapSelection(view: EditorView, mark: Mark): boolean {
  const { from, to } = view.state.selection.main;
  const done = wrapped(view.state.doc.toString(), from, to, mark);
  view.dispatch({
    changes: { from: done.from, to: done.to, insert: done.insert },
    selection: { anchor: done.select.from, head: done.select.to },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

const formatKeys = Prec.high(
  keymap.of([
    { key: "Mod-b", run: (view) => wrapSelection(view, "*") },
    { key: "Mod-i", run: (view) => wrapSelection(view, "_") },
  ]),
);

/** Only what differs is replaced, so the cursor stays where it is. */
function replace(view: EditorView, next: string): void {
  const old = view.state.doc.toString();
  const shorter = Math.min(old.length, next.length);
  let from = 0;
  while (from < shorter && old[from] === next[from]) from++;
  let behind = 0;
  while (behind < shorter - from && old[old.length - 1 - behind] === next[next.length - 1 - behind]) behind++;
  view.dispatch({
    changes: { from, to: old.length - behind, insert: next.slice(from, next.length - behind) },
    annotations: fromOutside.of(true),
  });
}

function basics({ isExpression, isMultiline, isFormatted }: Settings): Extension {
  return [
    isFormatted ? formatKeys : [],
    history(),
    closeBrackets(),
    EditorState.languageData.of(() => [
      { closeBrackets: { brackets: isExpression ? ["(", "'", '"'] : ["{"] } },
    ]),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    look(isExpression),
    isMultiline ? [] : Prec.high(keymap.of([{ key: "Enter", run: () => true, shift: () => false }])),
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}

function changingOf(settings: Settings): Extension {
  const { isExpression, isReadOnly, variables, attributes } = settings;
  return [
    EditorState.readOnly.of(isReadOnly),
    EditorView.editable.of(!isReadOnly),
    EditorView.contentAttributes.of({
      ...attributes,
      ...(isReadOnly ? { "aria-readonly": "true", tabindex: "0" } : {}),
    }),
    settings.placeholder === "" ? [] : placeholder(settings.placeholder),
    marks(isExpression, variables),
    isReadOnly ? [] : completion(isExpression, variables),
  ];
}
