/** Two documents as one on the canvas, what differs in colour, with the list of the differences beside it. */
import { Center, Loader } from "@mantine/core";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import Canvas from "../canvas/Canvas";
import { OverlayContext } from "../canvas/overlay";
import { ErrorNote } from "../components/ErrorNote";
import "../i18n/history";
import { diffOf, type FlowDiff } from "../model/diff";
import type { FlowDocument } from "../model/document";
import { EditorProvider } from "../model/EditorContext";
import { createEditor } from "../model/store";
import type { Flow } from "../types";
import { ChangesPanel } from "./ChangesPanel";
import { CompareStrip } from "./CompareStrip";
import type { Comparing } from "./comparing";
import { useDraft, useSaveState } from "./DraftContext";
import { overlayOf } from "./diffMarks";
import classes from "./editor.module.css";
import type { Desk } from "./useDesk";
import { usePair } from "./usePair";

interface Props {
  flow: Flow;
  comparing: Comparing;
  desk: Desk;
}

export default function CompareView({ flow, comparing, desk }: Props) {
  const { before, after, error, retry } = usePair(flow.id, comparing);
  useEnd(comparing, desk);
  const diff = useMemo(() => before && after && diffOf(before, after), [before, after]);
  return (
    <>
      <CompareStrip flow={flow} comparing={comparing} diff={diff} desk={desk} />
      <ErrorNote error={error} onRetry={retry} />
      <div className={classes.body}>
        {before && after && diff ? (
          <Drawn before={before} after={after} diff={diff} />
        ) : (
          !error && (
            <Center flex={1}>
              <Loader type="dots" />
            </Center>
          )
        )}
      </div>
    </>
  );
}

/** A conflict that is over has nothing left to compare. */
function useEnd(comparing: Comparing, { setComparing }: Desk): void {
  const isOver = useSaveState().kind !== "conflict" && comparing.kind === "conflict";
  useEffect(() => {
    if (isOver) setComparing(null);
  }, [isOver, setComparing]);
}

interface DrawnProps {
  before: FlowDocument;
  after: FlowDocument;
  diff: FlowDiff;
}

function Drawn({ before, after, diff }: DrawnProps) {
  const { t } = useTranslation();
  const { types } = useDraft().store.getState();
  // Another pair is another canvas: its view begins anew.
  const { store, key } = useMemo(
    () => ({ store: createEditor(diff.drawn, types, true), key: Math.random() }),
    [diff, types],
  );
  const overlay = useMemo(() => overlayOf(diff, t), [diff, t]);
  return (
    <EditorProvider key={key} value={store}>
      <div className={classes.canvas}>
        <OverlayContext value={overlay}>
          <Canvas isAlone />
        </OverlayContext>
      </div>
      <div className={classes.side} data-side-panel>
        <ChangesPanel before={before} after={after} diff={diff} />
      </div>
    </EditorProvider>
  );
}
