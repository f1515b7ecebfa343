/** The steps of an execution over the flow of its version; as a list alone when that is gone. */
import { Center, Loader, Paper, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import { ErrorNote } from "../components/ErrorNote";
import { complete } from "../model/document";
import { useNodeTypes } from "../queries/useNodeTypes";
import { useVersion } from "../queries/version";
import type { Execution, Step } from "../types";
import type { Followed } from "./follow";
import { StepList } from "./StepList";

const Replay = lazy(() => import("./Replay"));

interface Props {
  execution: Execution;
  state: Followed["state"];
}

export function ExecutionSteps({ execution, state }: Props) {
  const { flowId, flowVersion, steps } = execution;
  const { types, isPending } = useNodeTypes();
  const version = useVersion(flowId, flowVersion);
  const raw = version.data?.document;
  const document = useMemo(() => raw && complete(raw), [raw]);
  if (version.isError && !isGone(version.error)) {
    return <ErrorNote error={version.error} onRetry={() => version.refetch()} />;
  }
  if (version.isError) return <ListAlone steps={steps} />;
  if (!document || isPending) return <Waiting />;
  const live = state === "live" || state === "reconnecting" ? state : undefined;
  return (
    <Suspense fallback={<Waiting />}>
      <Replay document={document} types={types} steps={steps} live={live} />
    </Suspense>
  );
}

const isGone = (error: Error) => error instanceof Problem && error.status === 404;

function ListAlone({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation();
  const { types } = useNodeTypes();
  const [chosen, setChosen] = useState<number>();
  return (
    <Stack gap="xs">
      <Text size="sm">{t("run.replay.gone")}</Text>
      <Paper withBorder style={{ overflow: "hidden" }}>
        <StepList
          steps={steps}
          types={types}
          chosen={chosen}
          onChoose={(n) => setChosen(n === chosen ? undefined : n)}
        />
      </Paper>
    </Stack>
  );
}

const Waiting = () => (
  <Center mih={440}>
    <Loader type="dots" />
  </Center>
);
