/** How nodes and edges that differ look on the canvas. */
import type { TFunction } from "i18next";
import type { Overlay } from "../canvas/overlay";
import type { FlowDiff } from "../model/diff";
import classes from "./history.module.css";

export function overlayOf(diff: FlowDiff, t: TFunction): Overlay {
  return {
    node(id, isFar) {
      const look = diff.nodes.get(id);
      if (look === undefined) return null;
      const word = t(`history.compare.look.${look}`);
      return (
        <span className={classes.mark} data-look={look} role="img" aria-label={word}>
          {!isFar && <span className={classes.word}>{word}</span>}
        </span>
      );
    },
    edgeLook: (id) => diff.edges.get(id),
  };
}
