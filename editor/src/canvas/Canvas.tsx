/** The flow, drawn: the surface with its cards, its tools and the keyboard. */
import { memo, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { OnceWanted } from "../components/later";
import { short } from "../model/amounts";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { onFocus } from "../model/focus";
import { namesIn, refersTo } from "../model/names";
import { documentOf, type EditorState } from "../model/store";
import type { Trace } from "../model/trace";
import { useFlowNames } from "../queries/useFlowNames";
import { Announcer } from "./Announcer";
import { type CardEdge, createAdapter } from "./adapter";
import { type CanvasNode, createAsides } from "./asides";
import classes from "./canvas.module.css";
import { Commands } from "./commands";
import { flowEvents } from "./events";
import { MiniMap } from "./MiniMap";
import { Notice } from "./Notice";
import { EmptyCanvas, FindBar, Guides, KeySheet, Pickers, Renaming, SelectionBar } from "./parts";
import { ReactFlowProvider, useReactFlow } from "./reactFlow";
import { Surface } from "./Surface";
import { Screen } from "./screen";
import { startView } from "./startView";
import { Toolbar } from "./Toolbar";
import { takeKeyboard } from "./takeKeyboard";
import { useCanvasHandle } from "./useCanvasHandle";
import { useClipboard } from "./useClipboard";
import { useKeyboard } from "./useKeyboard";
import { createView, useCanvas, ViewProvider } from "./view";
import { cardNamer, speaker } from "./words";

interface Props {
  trace?: Trace | undefined;
  /** Nothing around it answers what it is asked for: there is no outline. */
  isAlone?: boolean;
  children?: ReactNode;
}

export default memo(function Canvas({ trace, isAlone = false, children }: Props) {
  const [view] = useState(createView);
  useEffect(() => view.setState({ trace }), [view, trace]);
  return (
    <ReactFlowProvider>
      <ViewProvider value={view}>
        <Stage view={view} isAlone={isAlone}>
          {children}
        </Stage>
      </ViewProvider>
    </ReactFlowProvider>
  );
});

interface StageProps {
  view: ReturnType<typeof createView>;
  isAlone: boolean;
  children: ReactNode;
}

function Stage({ view, isAlone, children }: StageProps) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const flow = useReactFlow<CanvasNode, CardEdge>();
  const root = useRef<HTMLElement>(null);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isEmpty = useEditor((state) => documentOf(state).nodes.length === 0);
  const flows = useFlowNames(useEditor(namesFlows));
  const newest = useRef(flows);
  newest.current = flows;
  const made = useMemo(() => {
    const { types } = store.getState();
    const names = namesIn(
      () => documentOf(store.getState()),
      () => newest.current,
      types,
      t,
    );
    const wordsOf = speaker(types, t, names);
    const nameEdge = (source: string, target: string, isBack: boolean) =>
      t(isBack ? "canvas.edgeBack" : "canvas.edge", { source, target });
    const nameCard = cardNamer(t);
    const adapter = createAdapter(types, wordsOf, nameEdge, nameCard);
    const commands = new Commands(store, view, new Screen(flow, () => root.current), wordsOf, t);
    const withAsides = createAsides({
      note: ({ text }) => t("canvas.noteNamed", { text: short(text) }),
      frame: ({ name }) => (name === "" ? t("canvas.group") : t("canvas.groupNamed", { name })),
    });
    return { adapter, withAsides, commands, events: flowEvents(commands) };
  }, [store, view, flow, t]);
  const { commands } = made;
  const start = useStart(root, made.adapter);
  useEffect(() => onFocus(store, (id) => commands.screen.centre(id)), [store, commands]);
  useEffect(() => (root.current ? keepOpenInView(root.current, commands) : undefined), [commands]);
  useEffect(() => (root.current ? takeKeyboard(root.current) : undefined), []);
  useKeyboard(commands, root);
  useClipboard(commands, root);
  useCanvasHandle(commands);
  return (
    <section ref={root} dir="ltr" className={classes.canvas} aria-label={t("canvas.label")} tabIndex={-1}>
      {/* Where the Tab key leaves the cards: their order on the page is not the order they are walked in. */}
      <span data-before-cards tabIndex={-1} />
      {start && (
        <Surface
          adapter={made.adapter}
          withAsides={made.withAsides}
          events={made.events}
          start={start}
          flows={flows}
        >
          <span data-after-cards tabIndex={-1} />
          <MiniMap />
          <Toolbar commands={commands} hasOutline={!isAlone} />
          {isEmpty && !isReadOnly && (
            <Suspense>
              <EmptyCanvas commands={commands} />
            </Suspense>
          )}
          <Chosen>
            <SelectionBar commands={commands} />
          </Chosen>
          <Wanted part="moved">
            <Guides />
          </Wanted>
          <Wanted part="isFinding">
            <FindBar commands={commands} />
          </Wanted>
          <Wanted part="renaming">
            <Renaming commands={commands} />
          </Wanted>
          {children}
        </Surface>
      )}
      <Wanted part="picker">
        <Pickers commands={commands} />
      </Wanted>
      <Wanted part="areKeysShown">
        <KeySheet />
      </Wanted>
      <Notice />
      <Announcer />
    </section>
  );
}

const namesFlows = (state: EditorState): boolean =>
  documentOf(state).nodes.some(({ type }) => refersTo(state.types.get(type), "flow"));

/** A part that comes later, from the first time on that it is asked for. */
function Wanted({
  part,
  children,
}: {
  part: "picker" | "moved" | "renaming" | "isFinding" | "areKeysShown";
  children: ReactNode;
}) {
  return <OnceWanted isWanted={useCanvas((state) => Boolean(state[part]))}>{children}</OnceWanted>;
}

/** A panel that opens beside the canvas must not cover the card that it is about. */
function keepOpenInView(root: HTMLElement, commands: Commands): () => void {
  const show = () => {
    const { openNode } = commands.store.getState();
    if (openNode !== null) commands.screen.reveal(openNode);
  };
  const watch = new ResizeObserver(show);
  watch.observe(root);
  // Where it lies over the canvas, nothing is resized; it stands there a frame later.
  const forget = commands.store.subscribe(({ openNode }, before) => {
    if (openNode !== before.openNode) requestAnimationFrame(show);
  });
  return () => {
    watch.disconnect();
    forget();
  };
}

/** What comes when more than a single card is selected for the first time. */
function Chosen({ children }: { children: ReactNode }) {
  const isWanted = useEditor((state) => {
    const { nodes } = state.selection;
    return nodes.size > 1 || (nodes.size === 1 && !documentOf(state).nodes.some(({ id }) => nodes.has(id)));
  });
  return <OnceWanted isWanted={isWanted}>{children}</OnceWanted>;
}

/** The first view, once the size of the canvas is known: nothing is drawn twice. */
function useStart(root: React.RefObject<HTMLElement | null>, adapter: ReturnType<typeof createAdapter>) {
  const store = useEditorStore();
  const [start, setStart] = useState<ReturnType<typeof startView>>();
  useEffect(() => {
    if (root.current === null) return;
    const { width, height } = root.current.getBoundingClientRect();
    setStart(startView(adapter.nodes(documentOf(store.getState()), new Set()), { width, height }));
  }, [root, adapter, store]);
  return start;
}
