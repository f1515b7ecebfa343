/** Says every few seconds that this tab has the flow open, and hears who else has it and which draft is the newest. */
import { useEffect, useState } from "react";
import { type Presence, sayPresence } from "../calls";
import { documentOf } from "../model/store";
import { useDraft } from "./DraftContext";

const SAY_EVERY_MS = 5_000;
/** How long after a change somebody still counts as editing. */
const EDITING_MS = 30_000;

export function usePresence(): Presence | null {
  const { flowId, store } = useDraft();
  const [presence, setPresence] = useState<Presence | null>(null);
  useEffect(() => {
    // Ids from `crypto` exist on https and localhost only.
    const tab = Math.random().toString(36).slice(2, 12).padEnd(8, "0");
    let changedAt = Number.NEGATIVE_INFINITY;
    let isOver = false;
    const forget = store.subscribe((state, before) => {
      if (documentOf(state) !== documentOf(before)) changedAt = Date.now();
    });
    async function say() {
      const isEditing = Date.now() - changedAt < EDITING_MS;
      // Who cannot be asked is not there; the line about the connection tells that it is gone.
      const heard = await sayPresence(flowId, { tab, isEditing, leaves: false }).catch(() => null);
      if (!isOver) setPresence(heard);
    }
    function leave() {
      void sayPresence(flowId, { tab, isEditing: false, leaves: true }, true).catch(() => undefined);
    }
    void say();
    const timer = setInterval(say, SAY_EVERY_MS);
    window.addEventListener("pagehide", leave);
    return () => {
      isOver = true;
      clearInterval(timer);
      forget();
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [flowId, store]);
  return presence;
}
