/** React Flow with our cards and edges: what it reports becomes selection, positions and wires. */
import { type ReactNode, useMemo } from "react";
import { useEditor } from "../model/EditorContext";
import { documentOf } from "../model/store";
import type { Adapter, CardEdge } from "./adapter";
import type { createAsides } from "./asides";
import classes from "./canvas.module.css";
import type { FlowEvents } from "./events";
import { FarEdges } from "./FarEdges";
import { FlowEdge } from "./FlowEdge";
import { Frame } from "./Frame";
import { FarContext, isFar } from "./far";
import { NodeCard } from "./NodeCard";
import { Paper } from "./Paper";
import { Background, type EdgeTypes, type NodeTypes, ReactFlow, useOutlook } from "./reactFlow";
import { MIN_ZOOM } from "./screen";
import { GRID } from "./size";
import { useCanvas } from "./view";

const NODE_TYPES: NodeTypes = { card: NodeCard, note: Paper, frame: Frame };
const EDGE_TYPES: EdgeTypes = { flow: FlowEdge };
// FarEdges draws them then.
const NO_EDGES: CardEdge[] = [];
const MULTIPLE = ["Shift", "Meta", "Control"];
const MAX_ZOOM = 2;

// Cards reach React Flow a moment before their edges: a port that has just gone is no mistake (error 008).
const forgive = (code: string, message: string) => {
  if (code !== "008") console.warn(message);
};

interface Props {
  adapter: Adapter;
  withAsides: ReturnType<typeof createAsides>;
  events: FlowEvents;
  start: { x: number; y: number; zoom: number };
  /** Their names stand on cards. */
  flows: unknown;
  children: ReactNode;
}

export function Surface({ adapter, withAsides, events, start, flows, children }: Props) {
  const document = useEditor(documentOf);
  const selection = useEditor((state) => state.selection);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const moved = useCanvas((state) => state.moved);
  const found = useCanvas((state) => state.found);
  // biome-ignore lint/correctness/useExhaustiveDependencies: cards are named anew when the flows are known
  const cards = useMemo(
    () => adapter.nodes(document, selection.nodes, moved, found),
    [adapter, document, selection.nodes, moved, found, flows],
  );
  const nodes = useMemo(
    () => withAsides(cards, { document, selected: selection.nodes, moved, found }),
    [withAsides, cards, document, selection.nodes, moved, found],
  );
  const edges = useMemo(() => adapter.edges(document, selection.edges), [adapter, document, selection.edges]);
  const count = cards.length;
  const isTiny = useOutlook(({ zoom }) => isFar(zoom, count));
  return (
    <FarContext value={isTiny}>
      <ReactFlow
        className={`${classes.flow} ${found ? classes.finding : ""}`}
        nodes={nodes}
        edges={isTiny ? NO_EDGES : edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultViewport={start}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        onlyRenderVisibleElements
        disableKeyboardA11y
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        edgesReconnectable={!isReadOnly}
        nodeDragThreshold={3}
        connectionRadius={36}
        deleteKeyCode={null}
        // Space selects; the view is moved without it.
        panActivationKeyCode={null}
        multiSelectionKeyCode={MULTIPLE}
        zoomOnDoubleClick={false}
        onError={forgive}
        {...events}
      >
        <Background gap={GRID * 3} size={1.5} />
        {isTiny && <FarEdges nodes={cards} edges={edges} />}
        {children}
      </ReactFlow>
    </FarContext>
  );
}
