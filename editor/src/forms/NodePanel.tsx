/** The settings of the open node. */
import type { Step } from "../types";

export default function NodePanel(_: { step?: Step }) {
  return null;
}
