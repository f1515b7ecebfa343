/** Fetches a flow fresh and opens it in the editor, or says in a sentence why it cannot be opened. */
import { Center, Container, Loader } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { getFlow } from "../calls";
import { ErrorNote } from "../components/ErrorNote";
import { later } from "../components/later";
import { FORMAT_VERSION } from "../model/document";
import { PartBoundary } from "./PartBoundary";

const FlowEditor = later(() => import("./FlowEditor"));
const LaterFormat = later(() => import("./LaterFormat"));

export function CanvasPage({ id }: { id: number }) {
  const { t } = useTranslation();
  // Never from the cache: an editor that starts from an old draft would meet a conflict at its first save.
  const flow = useQuery({
    queryKey: ["draft", id],
    queryFn: () => getFlow(id),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });
  // At the same time as the flow; a failure is told where the editor is drawn.
  useEffect(() => void FlowEditor.fetch().catch(() => undefined), []);
  useDocumentTitle(`${flow.data?.document.name || t("flows.unnamed")} · Parley`);
  if (flow.isError) {
    return (
      <Container py="lg">
        <ErrorNote error={flow.error} onRetry={() => flow.refetch()} />
      </Container>
    );
  }
  if (!flow.data) return <Waiting />;
  // The type knows this format alone; a server that was updated may know more.
  const isLater = Number(flow.data.document.formatVersion) > FORMAT_VERSION;
  return (
    <PartBoundary>
      <Suspense fallback={<Waiting />}>
        {isLater ? <LaterFormat flow={flow.data} /> : <FlowEditor flow={flow.data} />}
      </Suspense>
    </PartBoundary>
  );
}

const Waiting = () => (
  <Center mih="60vh">
    <Loader type="dots" />
  </Center>
);
