/** What the command palette offers to do on the canvas, with the keys that do the same. */
import type { ParseKeys } from "i18next";
import { ALIGNMENTS, SPREADS } from "../model/align";
import { ask } from "../model/asking";
import { COLOURS } from "../model/noteActions";
import { arrange, arrangeable } from "./arranging";
import { chosenAside, colour } from "./colouring";
import type { Commands } from "./commands";
import { find } from "./finding";
import { groupSelection, ungroupSelection, writeNote } from "./grouping";
import { chosenNodes, toggleDisabled, togglePinned } from "./marking";
import { redo, undo } from "./undoing";
import { announce } from "./view";

export interface Deed {
  key: string;
  label: ParseKeys;
  keys?: string;
  run(): void;
}

/** What can be done now, with what is selected. */
export function deedsOf(commands: Commands): Deed[] {
  const { store } = commands;
  const looking = lookingDeeds(commands);
  if (store.getState().isReadOnly) return looking;
  return [...changingDeeds(commands), ...selectionDeeds(commands), ...colourDeeds(commands), ...looking];
}

function changingDeeds(commands: Commands): Deed[] {
  const { history } = commands.store.getState();
  return [
    ...when(history.past.length > 0, {
      key: "undo",
      label: "canvas.undo",
      keys: "Ctrl+Z",
      run: () => undo(commands),
    }),
    ...when(history.future.length > 0, {
      key: "redo",
      label: "canvas.redo",
      keys: "Ctrl+Shift+Z",
      run: () => redo(commands),
    }),
    ...when(commands.document.nodes.length > 1, {
      ...{ key: "tidy", label: "canvas.tidy", run: () => void commands.tidy() },
    }),
    { key: "note", label: "tools.keys.note", keys: "N", run: () => writeNote(commands) },
  ];
}

function selectionDeeds(commands: Commands): Deed[] {
  const count = commands.store.getState().selection.nodes.size;
  const { current } = commands;
  const isMany = arrangeable(commands).length > 1;
  const hasNodes = chosenNodes(commands).length > 0;
  return [
    ...when(current !== undefined, {
      ...{
        key: "rename",
        label: "tools.keys.rename",
        keys: "F2",
        run: () => commands.rename(current as string),
      },
    }),
    ...when(hasNodes, {
      key: "disable",
      label: "tools.commands.disable",
      keys: "D",
      run: () => void toggleDisabled(commands),
    }),
    ...when(hasNodes, {
      key: "pin",
      label: "tools.commands.pin",
      keys: "P",
      run: () => void togglePinned(commands),
    }),
    ...when(count > 0, {
      key: "duplicate",
      label: "tools.keys.duplicate",
      keys: "Ctrl+D",
      run: () => commands.duplicate(),
    }),
    ...when(count > 0, {
      key: "group",
      label: "tools.keys.group",
      keys: "Ctrl+G",
      run: () => void groupSelection(commands),
    }),
    ...when(count > 0, {
      ...{ key: "ungroup", label: "tools.commands.ungroup", keys: "Ctrl+Shift+G" },
      run: () => void ungroupSelection(commands),
    }),
    ...(isMany ? [...ALIGNMENTS, ...SPREADS] : []).map(
      (how): Deed => ({
        key: how,
        label: `tools.arrange.${how}`,
        run: () => arrange(commands, how),
      }),
    ),
    ...when(count > 0, {
      key: "remove",
      label: "tools.keys.remove",
      keys: "Delete",
      run: () => commands.remove(),
    }),
  ];
}

function colourDeeds(commands: Commands): Deed[] {
  const part = chosenAside(commands);
  if (part === undefined) return [];
  return COLOURS.map((to) => ({
    key: `colour:${to}`,
    label: `tools.commands.colours.${to}`,
    run() {
      colour(commands, part.id, to);
      announce(commands.view, commands.t(`tools.commands.colours.${to}`));
    },
  }));
}

function lookingDeeds(commands: Commands): Deed[] {
  const { screen, store, view } = commands;
  return [
    { key: "find", label: "tools.keys.find", keys: "Ctrl+F", run: () => find(commands) },
    { key: "outline", label: "tools.keys.outline", keys: "O", run: () => void ask(store, "outline") },
    { key: "selectAll", label: "tools.keys.selectAll", keys: "Ctrl+A", run: () => commands.selectAll() },
    { key: "fit", label: "tools.keys.fit", keys: "1", run: () => screen.fit() },
    { key: "actualSize", label: "tools.keys.actualSize", keys: "0", run: () => screen.zoomTo(1) },
    ...when(store.getState().selection.nodes.size > 0, {
      ...{ key: "fitSelection", label: "tools.keys.fitSelection", keys: "2" },
      run: () => screen.fit(store.getState().selection.nodes),
    }),
    { key: "zoomIn", label: "canvas.zoomIn", keys: "+", run: () => screen.zoomBy("in") },
    { key: "zoomOut", label: "canvas.zoomOut", keys: "−", run: () => screen.zoomBy("out") },
    { key: "keys", label: "tools.keys.title", keys: "?", run: () => view.setState({ areKeysShown: true }) },
  ];
}

const when = (isOffered: boolean, deed: Deed): Deed[] => (isOffered ? [deed] : []);
