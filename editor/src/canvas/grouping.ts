/** Puts frames around what is selected and takes them away, and puts sticky notes on the canvas. */
import type { Position } from "../model/document";
import { groupParts, MAX_GROUPS, ungroup } from "../model/groupActions";
import { addNote, MAX_NOTES, NOTE_SIZE, newNote } from "../model/noteActions";
import { addedParts } from "../model/parts";
import type { Commands } from "./commands";
import { freePlace } from "./place";
import { snapped } from "./size";
import { announce } from "./view";

/** Each answers whether there was something to do it with. */
export function groupSelection(commands: Commands): boolean {
  const { store } = commands;
  const { selection, act, select } = store.getState();
  if (selection.nodes.size === 0) return false;
  if ((commands.document.groups?.length ?? 0) >= MAX_GROUPS) {
    commands.say(commands.t("canvas.tooManyGroups", { most: MAX_GROUPS }));
    return true;
  }
  const before = commands.document;
  act(groupParts(selection.nodes));
  select(addedParts(before, commands.document));
  announce(commands.view, commands.t("canvas.said.grouped", { count: selection.nodes.size }));
  return true;
}

/** The frames go, what was in them stays selected; parts that are no groups leave theirs. */
export function ungroupSelection(commands: Commands): boolean {
  const { selection, act, select } = commands.store.getState();
  const { groups = [] } = commands.document;
  const gone = groups.filter(({ id }) => selection.nodes.has(id));
  const isInGroup = groups.some(({ members }) => members.some((id) => selection.nodes.has(id)));
  if (gone.length === 0 && !isInGroup) return false;
  act(ungroup(selection.nodes));
  if (gone.length > 0) select(gone.flatMap(({ members }) => members));
  announce(commands.view, commands.t("canvas.said.ungrouped"));
  return true;
}

/** A new note, open to be written; its middle is `at`, else it lies where nothing is in the middle of the view. */
export function writeNote(commands: Commands, at?: Position): void {
  const { document, store, view, t } = commands;
  if ((document.notes?.length ?? 0) >= MAX_NOTES) {
    commands.say(t("canvas.tooManyNotes", { most: MAX_NOTES }));
    return;
  }
  const { x, y } = at ?? commands.screen.at(0.5, 0.45);
  const corner = { x: x - NOTE_SIZE.width / 2, y: y - NOTE_SIZE.height / 2 };
  const place = at ? snapped(corner) : freePlace(corner, NOTE_SIZE, commands.screen.boxes());
  const note = newNote(place, document);
  store.getState().act(addNote(note));
  store.getState().open(null);
  store.getState().select([note.id]);
  view.setState({ writing: note.id });
  announce(view, t("canvas.said.noteAdded"));
}
