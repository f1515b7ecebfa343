/** An execution step by step: its version's flow, marked up to the chosen step, with the list of steps beside it. */
import { type KeyboardEvent, useMemo, useState } from "react";
import "../i18n/run";
import { useTranslation } from "react-i18next";
import Canvas from "../canvas/Canvas";
import type { FlowDocument } from "../model/document";
import { EditorProvider } from "../model/EditorContext";
import type { NodeTypes } from "../model/nodeTypes";
import { createEditor } from "../model/store";
import { traceOf } from "../model/trace";
import type { Step } from "../types";
import { ReplayControls } from "./ReplayControls";
import { atNumber, MOVES } from "./replay";
import classes from "./replay.module.css";
import { StepList } from "./StepList";
import { useCanvasSync } from "./useCanvasSync";
import { useReplay } from "./useReplay";

interface Props {
  document: FlowDocument;
  types: NodeTypes;
  steps: readonly Step[];
  /** Says that steps still arrive. */
  live?: "live" | "reconnecting" | undefined;
}

export default function Replay({ document, types, steps, live }: Props) {
  const { t } = useTranslation();
  const [store] = useState(() => createEditor(document, types, true));
  const replay = useReplay(steps);
  const trace = useMemo(() => traceOf(document, steps.slice(0, replay.at + 1)), [document, steps, replay.at]);
  const canvas = useCanvasSync(store, steps, replay);

  function onKey(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    const isOnSlider = target.role === "slider";
    const move = MOVES[event.key];
    if (event.key === " " && (isOnSlider || target.closest("li"))) replay.togglePlay();
    else if (move !== undefined && !isOnSlider) replay.move(move);
    else return;
    event.preventDefault();
  }

  return (
    <EditorProvider value={store}>
      <section className={classes.replay} aria-label={t("run.replay.title")}>
        <div className={classes.stage}>
          <div className={classes.canvas} ref={canvas}>
            <Canvas trace={trace} isAlone />
          </div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the controls inside, which have their own roles */}
          <div onKeyDown={onKey}>
            <ReplayControls replay={replay} steps={steps} live={live} />
          </div>
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the same keys work in the list */}
        <div className={classes.list} onKeyDown={onKey}>
          <StepList
            steps={steps}
            types={types}
            known={document.nodes}
            chosen={steps[replay.at]?.n}
            onChoose={(n) => replay.choose(atNumber(steps, n))}
          />
        </div>
      </section>
    </EditorProvider>
  );
}
