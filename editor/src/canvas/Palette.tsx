/** The node types to add. */
export function Palette() {
  return null;
}
