/** The questions that the editor may have to ask. */
import { useEffect, useState } from "react";
import { protect } from "../components/guard";
import { OnceWanted } from "../components/later";
import { useDraft, useSaveState } from "./DraftContext";
import { LeaveDialog } from "./LeaveDialog";
import { PartBoundary } from "./PartBoundary";
import { ConflictDialog } from "./parts";
import type { Desk } from "./useDesk";

export function Dialogs({ desk }: { desk: Desk }) {
  return (
    <>
      <Conflict desk={desk} />
      <Leaving />
    </>
  );
}

/** Opens by itself at each new conflict; once closed, the strip under the bar opens it again. */
function Conflict({ desk }: { desk: Desk }) {
  const state = useSaveState();
  const { setConflictOpen } = desk;
  const theirs = state.kind === "conflict" ? state.theirs : null;
  useEffect(() => setConflictOpen(theirs !== null), [theirs, setConflictOpen]);
  if (theirs === null) return null;
  return (
    <PartBoundary>
      <OnceWanted isWanted={desk.isConflictOpen}>
        <ConflictDialog
          theirs={theirs}
          isOpen={desk.isConflictOpen}
          onClose={() => setConflictOpen(false)}
          onSee={() => {
            setConflictOpen(false);
            desk.setComparing({ kind: "conflict", what: "theirs" });
          }}
        />
      </OnceWanted>
    </PartBoundary>
  );
}

/** Guards the page; asks when what is unsaved could not be saved before leaving. */
function Leaving() {
  const { autosave, keeping } = useDraft();
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(
    () =>
      protect({
        isSaved: () => autosave.state().kind === "saved",
        flush: () => autosave.flush(),
        ask(go) {
          // The question tells whether the changes are kept.
          keeping.now();
          setLeave(() => go);
        },
      }),
    [autosave, keeping],
  );
  return <LeaveDialog leave={leave} onStay={() => setLeave(null)} />;
}
