/** The canvas with what stands around it: palette, issues, and a panel at the side. */
import { Children, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import Canvas from "../canvas/Canvas";
import { type Overlay, OverlayContext } from "../canvas/overlay";
import { Palette } from "../canvas/Palette";
import { FETCHES as CANVAS_FETCHES } from "../canvas/parts";
import { fetchSoon, OnceWanted } from "../components/later";
import { useEditor } from "../model/EditorContext";
import { documentOf, type EditorState } from "../model/store";
import { type Trace, traceOf } from "../model/trace";
import { wishes } from "../run/simulator/wishes";
import type { LiveRun } from "../run/useLiveRun";
import type { Flow } from "../types";
import { Asked } from "./Asked";
import classes from "./editor.module.css";
import { PartBoundary } from "./PartBoundary";
import {
  CommandPalette,
  FETCHES,
  IssuesPanel,
  NodePanel,
  NumbersBar,
  OutlinePanel,
  PhonePanel,
  SettingsPanel,
  SimulatorPanel,
  VersionsPanel,
} from "./parts";
import { closeSide } from "./SideToggle";
import type { Desk } from "./useDesk";

/** The draft, with the run of the phone's customer while the phone is open. */
export function Desktop({ flow, desk }: { flow: Flow; desk: Desk }) {
  const [run, setRun] = useState<LiveRun>();
  const steps = run?.steps;
  // Not the whole document: typing would draw all of this again.
  const edges = useEditor((state) => documentOf(state).edges);
  const trace = useMemo(() => (steps?.length ? traceOf({ edges }, steps) : undefined), [edges, steps]);
  useEffect(fetchPartsSoon, []);
  const count = useEditor(partsIn);
  const { setPaletteOpen } = desk;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a node or a note was added, and the palette lies over it
  useEffect(() => setPaletteOpen(false), [count]);
  return (
    <div className={classes.body}>
      <div className={classes.palette} data-open={desk.isPaletteOpen || undefined}>
        <Palette />
      </div>
      <Middle flow={flow} desk={desk} trace={trace} />
      <SidePanel flowId={flow.id} run={run} onStart={(nodeId) => startAt(desk, nodeId)}>
        {desk.side === "phone" && (
          <PhonePanel flowId={flow.id} onRun={setRun} onClose={() => desk.setSide(null)} />
        )}
        {desk.side === "simulator" && (
          <SimulatorPanel flowId={flow.id} onRun={setRun} onClose={() => closeSide(desk, "simulator")} />
        )}
        {desk.side === "settings" && (
          <SettingsPanel wanted={desk.wanted} onClose={() => closeSide(desk, "settings")} />
        )}
        {desk.side === "versions" && <VersionsPanel flow={flow} desk={desk} />}
        {desk.side === "outline" && <OutlinePanel onClose={() => closeSide(desk, "outline")} />}
      </SidePanel>
      <Asked desk={desk} />
      <PartBoundary>
        <OnceWanted isWanted={desk.areCommandsOpen}>
          <CommandPalette desk={desk} />
        </OnceWanted>
      </PartBoundary>
    </div>
  );
}

function partsIn(state: EditorState): number {
  const { nodes, notes = [] } = documentOf(state);
  return nodes.length + notes.length;
}

/** Begin a simulation at a node. */
function startAt(desk: Desk, nodeId: string) {
  wishes.setState({ wanted: { startAt: nodeId } });
  desk.setSide("simulator");
}

/** The form comes at the first touch of the page at the latest, the rest while the browser rests. */
function fetchPartsSoon() {
  const end = fetchSoon([...CANVAS_FETCHES, ...FETCHES]);
  const waiting = new AbortController();
  const { signal } = waiting;
  // A failure is told where the form is drawn.
  const fetchForm = () => void NodePanel.fetch().catch(() => undefined);
  window.addEventListener("pointermove", fetchForm, { once: true, signal });
  window.addEventListener("keydown", fetchForm, { once: true, signal });
  return () => {
    waiting.abort();
    end();
  };
}

function Middle({ flow, desk, trace }: { flow: Flow; desk: Desk; trace?: Trace }) {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  return (
    <div className={classes.middle}>
      <div className={classes.canvas}>
        <OverlayContext value={overlay}>
          <Canvas trace={trace} />
        </OverlayContext>
        {desk.areNumbersOn && (
          <PartBoundary>
            <Suspense>
              <NumbersBar
                flowId={flow.id}
                newest={flow.publishedVersion}
                onOverlay={setOverlay}
                onClose={() => desk.setNumbersOn(false)}
              />
            </Suspense>
          </PartBoundary>
        )}
      </div>
      {desk.areIssuesOpen && (
        <PartBoundary>
          <Suspense>
            <IssuesPanel desk={desk} />
          </Suspense>
        </PartBoundary>
      )}
    </div>
  );
}

interface SideProps {
  flowId: number;
  run?: LiveRun;
  /** Begin a simulation at the open node. */
  onStart?(nodeId: string): void;
  children: ReactNode;
}

/** The form of the open node, or what else stands at the side: the phone keeps its place while a form is open. */
export function SidePanel({ flowId, run, onStart, children }: SideProps) {
  const openNode = useEditor((state) => state.openNode);
  const hasOther = Children.toArray(children).length > 0;
  if (openNode === null && !hasOther) return null;
  return (
    <div className={classes.side} data-side-panel>
      <PartBoundary>
        <Suspense>
          {openNode !== null && (
            <NodePanel
              flowId={flowId}
              step={run?.steps.findLast(({ nodeId }) => nodeId === openNode)}
              onStart={onStart}
            />
          )}
          <div className={classes.other} hidden={openNode !== null}>
            {children}
          </div>
        </Suspense>
      </PartBoundary>
    </div>
  );
}
