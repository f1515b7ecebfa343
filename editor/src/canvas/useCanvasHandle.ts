/** Answers the palette: where a dragged node would land, and puts it there. */
import { useEffect } from "react";
import { NOTE, offer } from "./bridge";
import type { Commands } from "./commands";
import { writeNote } from "./grouping";
import { showDropEdge } from "./hover";

export function useCanvasHandle(commands: Commands): void {
  useEffect(
    () =>
      offer(commands.store, {
        commands,
        hover(place) {
          showDropEdge(commands.view, place ? commands.screen.idAt("edge", place) : undefined);
        },
        drop(tag, place) {
          if (!commands.screen.contains(place)) return false;
          if (tag === NOTE) {
            writeNote(commands, commands.screen.toFlow(place));
            return true;
          }
          const edgeId = commands.screen.idAt("edge", place);
          const at = commands.screen.toFlow(place);
          commands.add({ tag, at, wire: edgeId === undefined ? undefined : { kind: "onEdge", edgeId } });
          return true;
        },
        add: (tag) => (tag === NOTE ? writeNote(commands) : commands.addBeside(tag)),
      }),
    [commands],
  );
}
