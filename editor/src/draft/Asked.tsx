/** Opens what the canvas was asked for: the outline, the simulator, the command palette. */
import { useEffect } from "react";
import { onAsk } from "../model/asking";
import { useEditorStore } from "../model/EditorContext";
import type { Desk } from "./useDesk";

export function Asked({ desk }: { desk: Desk }) {
  const store = useEditorStore();
  const { side, setSide, setCommandsOpen } = desk;
  useEffect(
    () =>
      onAsk(store, (what) => {
        const { isReadOnly, open } = store.getState();
        if (what === "commands") {
          // An old version is only looked at: the commands are those of the draft.
          setCommandsOpen(!isReadOnly);
          return !isReadOnly;
        }
        if (what !== "outline" && what !== "simulator") return false;
        open(null);
        setSide(side === what ? null : what);
        return true;
      }),
    [store, side, setSide, setCommandsOpen],
  );
  return null;
}
