/** The flow, drawn. */
import type { Trace } from "../model/trace";

export default function Canvas(_: { trace?: Trace }) {
  return null;
}
