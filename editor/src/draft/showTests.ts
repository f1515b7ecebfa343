/** Shows the tests of the flow, and how they go. */
import type { EditorStore } from "../model/store";
import { wishes } from "../run/simulator/wishes";
import type { Desk } from "./useDesk";

export function showTests(store: EditorStore, desk: Desk): void {
  store.getState().open(null);
  wishes.setState({ wanted: "tests" });
  desk.setSide("simulator");
}
