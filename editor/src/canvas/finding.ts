/** The search of the canvas begins and ends. */
import type { Commands } from "./commands";

export function find({ view, screen }: Commands): void {
  view.setState({ isFinding: true });
  // A bar that was there already; a new one takes the keyboard by itself.
  const field = screen.root()?.querySelector<HTMLInputElement>("search input");
  field?.focus();
  field?.select();
}

/** Answers whether there was a search. */
export function endFinding({ view }: Commands): boolean {
  if (!view.getState().isFinding) return false;
  view.setState({ isFinding: false, found: undefined });
  return true;
}
