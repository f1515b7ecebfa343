/** Keeps the canvas and a replay at the same step: a step brings its node into view, a click on a node its last visit. */
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { focusOn } from "../model/focus";
import { documentOf, type EditorStore } from "../model/store";
import type { Step } from "../types";
import { isInView, whenDrawn } from "./drawn";
import type { ReplayState } from "./useReplay";

/** Answers with the place to put the canvas into. */
export function useCanvasSync(
  store: EditorStore,
  steps: readonly Step[],
  replay: ReplayState,
): RefObject<HTMLDivElement | null> {
  const canvas = useRef<HTMLDivElement>(null);
  const isOurs = useRef(false);
  const step = steps[replay.at];
  const latest = useRef({ steps, replay });
  useEffect(() => {
    latest.current = { steps, replay };
  });

  const centre = useCallback(
    (nodeId: string) => {
      isOurs.current = true;
      focusOn(store, nodeId);
      store.getState().open(null);
      isOurs.current = false;
    },
    [store],
  );

  const nodeId = step?.nodeId;
  const n = step?.n;
  const seen = useRef<number>(undefined);
  useEffect(() => {
    if (nodeId === undefined || seen.current === n) return;
    const isFirst = seen.current === undefined;
    const isKnown = documentOf(store.getState()).nodes.some(({ id }) => id === nodeId);
    store.getState().select(isKnown ? [nodeId] : []);
    if (!isKnown || canvas.current === null) return;
    const show = () => {
      seen.current = n;
      // A view that shows the node stays as it is: a picture that jumps at each step cannot be followed.
      if (!isInView(nodeId)) centre(nodeId);
    };
    return isFirst ? whenDrawn(canvas.current, show) : show();
  }, [store, nodeId, n, centre]);

  useEffect(
    () =>
      store.subscribe(({ openNode, open }, before) => {
        if (isOurs.current || openNode === null || openNode === before.openNode) return;
        const visit = latest.current.steps.findLastIndex((each) => each.nodeId === openNode);
        // There is no form to open here; closed again, so that the next click on the same node is heard.
        open(null);
        if (visit >= 0) latest.current.replay.choose(visit);
      }),
    [store],
  );
  return canvas;
}
