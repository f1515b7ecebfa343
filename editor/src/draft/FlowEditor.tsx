/** The editor of one flow. */
import type { Flow } from "../types";

export default function FlowEditor(_: { flow: Flow }) {
  return null;
}
