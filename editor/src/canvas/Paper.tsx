/** A sticky note's paper; what is written on it comes a moment after the cards. */
import { memo, Suspense } from "react";
import classes from "./aside.module.css";
import type { NoteNode } from "./asides";
import { NoteText } from "./parts";
import type { NodeProps } from "./reactFlow";

export const Paper = memo(function Paper({ id, data: { note }, selected }: NodeProps<NoteNode>) {
  return (
    <div className={classes.paper} data-colour={note.colour} data-selected={selected || undefined}>
      <Suspense>
        <NoteText key={id} note={note} isSelected={selected === true} />
      </Suspense>
    </div>
  );
});
