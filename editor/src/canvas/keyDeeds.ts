/** What keys do without regard to where on the canvas the keyboard is; each uses its key up, unless it answers false. */
import { ask } from "../model/asking";
import type { Commands } from "./commands";
import { find } from "./finding";
import { groupSelection, ungroupSelection, writeNote } from "./grouping";
import type { KeyCommand } from "./keys";
import { redo, undo } from "./undoing";

type Deed = (commands: Commands) => unknown;

export const KEY_DEEDS: Partial<Record<KeyCommand["do"], Deed>> = {
  undo,
  redo,
  selectAll: (commands) => commands.selectAll(),
  duplicate: (commands) => commands.duplicate(),
  remove: (commands) => commands.remove(),
  note: (commands) => writeNote(commands),
  group: (commands) => void groupSelection(commands),
  ungroup: (commands) => void ungroupSelection(commands),
  fit: ({ screen }) => screen.fit(),
  fitSelection: ({ screen, store }) => screen.fit(store.getState().selection.nodes),
  actualSize: ({ screen }) => screen.zoomTo(1),
  zoomIn: ({ screen }) => screen.zoomBy("in"),
  zoomOut: ({ screen }) => screen.zoomBy("out"),
  help: ({ view }) => view.setState({ areKeysShown: true }),
  find,
  commands: ({ store }) => ask(store, "commands"),
  outline: ({ store }) => ask(store, "outline"),
};
