/** The changes of sticky notes. */
import { action } from "./action";
import type { FlowDocument, Note, Position } from "./document";
import type { Action } from "./history";
import { freshId } from "./ids";
import { idsOf } from "./parts";

/** What the server takes. */
export const MAX_NOTE = 5_000;
export const MAX_NOTES = 500;
export const NOTE_SIZE = { width: 240, height: 160 };
const SMALLEST = { width: 120, height: 64 };
const LARGEST = 2_000;

export const COLOURS = ["yellow", "blue", "green", "pink", "grey"] as const;

export const newNote = (position: Position, document: FlowDocument): Note => ({
  id: freshId("note", new Set(idsOf(document))),
  text: "",
  colour: "yellow",
  position,
  ...NOTE_SIZE,
});

export const addNote = (note: Note): Action =>
  action("note", ({ notes = [] }) => (notes.length >= MAX_NOTES ? {} : { notes: [...notes, note] }));

export const changeNote = (id: string, news: Partial<Omit<Note, "id" | "position">>): Action =>
  action("note", ({ notes = [] }) => ({
    notes: notes.map((note) => (note.id === id ? fitting({ ...note, ...news }) : note)),
  }));

const fitting = (note: Note): Note => ({
  ...note,
  text: note.text.slice(0, MAX_NOTE),
  width: Math.min(LARGEST, Math.max(SMALLEST.width, note.width)),
  height: Math.min(LARGEST, Math.max(SMALLEST.height, note.height)),
});
