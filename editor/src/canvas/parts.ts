/** What the canvas can do without until it is asked for. */
import { later } from "../components/later";
import type { Commands } from "./commands";

interface Props {
  commands: Commands;
}

export const EmptyCanvas = later<Props>(() => import("./EmptyCanvas"));
export const Pickers = later<Props>(() => import("./Pickers"));
export const NoteText = later(() => import("./NoteText"));
export const Guides = later(() => import("./Guides"));
export const SelectionBar = later<Props>(() => import("./SelectionBar"));
export const KeySheet = later(() => import("./KeySheet"));
export const FindBar = later<Props>(() => import("./FindBar"));
export const Renaming = later<Props>(() => import("./Renaming"));

export const FETCHES = [
  EmptyCanvas.fetch,
  Pickers.fetch,
  SelectionBar.fetch,
  Guides.fetch,
  NoteText.fetch,
  Renaming.fetch,
  FindBar.fetch,
  KeySheet.fetch,
];
