/** Carries out a quick fix. */
import { deleteParts, reconnect, setField, setSettings } from "../model/actions";
import { fits } from "../model/fixes";
import { edgeOfPort } from "../model/graph";
import type { Action } from "../model/history";
import { parsePath } from "../model/path";
import { documentOf, type EditorStore } from "../model/store";
import type { Fix } from "../types";
import { canvasOf } from "./bridge";

/** Nothing happens where what was found was found in another document: pressed twice, or changed since. */
export function mend(store: EditorStore, fix: Fix): void {
  if (!fits(fix, store.getState().checked, documentOf(store.getState()))) return;
  if (fix.type === "add_node") {
    const { nodeType, config, source, port } = fix;
    if (edgeOfPort(documentOf(store.getState()), source, port)) return;
    canvasOf(store)?.commands.add({ tag: nodeType, config, wire: { kind: "after", source, port } });
    return;
  }
  const { act, endGesture } = store.getState();
  endGesture();
  act(actionOf(fix));
}

function actionOf(fix: Exclude<Fix, { type: "add_node" }>): Action {
  switch (fix.type) {
    case "set_field": {
      const value = fix.value ?? undefined;
      const path = parsePath(fix.field);
      return fix.nodeId === null ? setSettings(path, value) : setField(fix.nodeId, path, value);
    }
    case "reconnect":
      return reconnect(fix.edgeId, { source: fix.source, port: fix.port, target: fix.target });
    case "delete_edges":
      return deleteParts([], fix.edgeIds);
    case "delete_node":
      return deleteParts([fix.nodeId]);
  }
}
