/** The editor of one flow: its bar, the palette, the canvas and the panel beside it. */
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../components/ErrorNote";
import { AtRest } from "../components/later";
import { EditorProvider } from "../model/EditorContext";
import type { NodeTypes } from "../model/nodeTypes";
import { useNodeTypes } from "../queries/useNodeTypes";
import { getSession } from "../session";
import type { Flow } from "../types";
import { Desktop } from "./Desktop";
import { Dialogs } from "./Dialogs";
import { DraftProvider } from "./DraftContext";
import { type Draft, openDraft, watch } from "./draft";
import classes from "./editor.module.css";
import { NoticeBoard } from "./NoticeBoard";
import { PartBoundary } from "./PartBoundary";
import { showToSupport } from "./parley";
import { CompareView, OldVersion, PresenceBanner, RescueStrip } from "./parts";
import { SaveStrip } from "./SaveStrip";
import { TopBar } from "./TopBar";
import { type Desk, useDesk } from "./useDesk";

export default function FlowEditor({ flow }: { flow: Flow }) {
  const { types, isPending, error, refetch } = useNodeTypes();
  if (error) return <ErrorNote error={error} onRetry={refetch} />;
  return isPending ? null : <Editor flow={flow} types={types} />;
}

function Editor({ flow, types }: { flow: Flow; types: NodeTypes }) {
  const onFlow = useFlowCache(flow.id);
  const [draft] = useState(() => openDraft(flow, types, userId(), onFlow));
  const desk = useDesk(flow.id);
  useEffect(() => watch(draft), [draft]);
  useTwinsTold(draft, desk);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as it was when the editor opened; what comes later is handed on as it comes
  useEffect(() => onFlow(flow), []);
  useEffect(() => showToSupport(draft), [draft]);
  return (
    <DraftProvider value={draft}>
      <EditorProvider value={draft.store}>
        <div className={classes.editor}>
          <TopBar flow={flow} desk={desk} onFlow={onFlow} />
          <SaveStrip desk={desk} />
          <NoticeBoard desk={desk} />
          <PartBoundary>
            <Suspense>{draft.rescued.length > 0 && <RescueStrip />}</Suspense>
            <AtRest>
              <PresenceBanner desk={desk} />
            </AtRest>
          </PartBoundary>
          <Shown flow={flow} desk={desk} />
          <Dialogs desk={desk} />
        </div>
      </EditorProvider>
    </DraftProvider>
  );
}

/** The draft, or what is looked at in its place. */
function Shown({ flow, desk }: { flow: Flow; desk: Desk }) {
  const { comparing, version } = desk;
  if (comparing === null && version === null) return <Desktop flow={flow} desk={desk} />;
  return (
    <PartBoundary>
      <Suspense>
        {comparing !== null ? (
          <CompareView flow={flow} comparing={comparing} desk={desk} />
        ) : (
          version !== null && <OldVersion flow={flow} number={version} desk={desk} />
        )}
      </Suspense>
    </PartBoundary>
  );
}

/** Hands each answer about the flow to the pages that show it. */
function useFlowCache(id: number) {
  const queries = useQueryClient();
  return useCallback(
    (flow: Flow) => {
      queries.setQueryData(["flow", id], flow);
      // Only while the canvas is open: it never starts from what was kept.
      queries.setQueryData(["draft", id], (before: Flow | undefined) => before && flow);
      void queries.invalidateQueries({ queryKey: ["flows"] });
    },
    [queries, id],
  );
}

function useTwinsTold(draft: Draft, desk: Desk): void {
  const { t } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the flow is opened
  useEffect(() => {
    if (draft.hadTwins) desk.say({ text: t("draft.twins"), isTrouble: true });
  }, []);
}

function userId(): number {
  const session = getSession();
  return "user" in session ? session.user.id : 0;
}
