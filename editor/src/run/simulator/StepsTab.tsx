/** Where the flow stands, its variables now, and every step with the reason why it went its way. */
import { Alert, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Data } from "../../components/Data";
import { Foreign } from "../../components/Foreign";
import { formatNumber } from "../../i18n/format";
import { translated } from "../../i18n/sentences";
import { useEditor, useEditorStore } from "../../model/EditorContext";
import { allStepsOf, type FlowStep, isOfDraft, newestOf } from "../../model/simulation";
import { documentOf } from "../../model/store";
import { useFlowNames } from "../../queries/useFlowNames";
import { StepList } from "../StepList";
import { NodeWords } from "./Lines";
import classes from "./simulator.module.css";
import { showNode } from "./useFollow";
import type { Simulator } from "./useSimulator";

export function StepsTab({ simulator: { outcome } }: { simulator: Simulator }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const types = useEditor((state) => state.types);
  const nodes = useEditor((state) => documentOf(state).nodes);
  const [chosen, setChosen] = useState<number>();
  const steps = useMemo(() => (outcome === null ? [] : allStepsOf(outcome)), [outcome]);
  const others = useOthers(steps);
  if (outcome === null) return null;
  const newest = newestOf(outcome);

  function choose(n: number) {
    setChosen(n === chosen ? undefined : n);
    const step = steps[n - 1];
    if (step !== undefined && isOfDraft(step)) showNode(store, step.nodeId);
  }
  return (
    <div className={classes.scroll}>
      {newest?.error != null && (
        <Alert color="red" p="xs" title={t("simulator.now.failed")}>
          <Foreign text={translated(newest.error)} size="sm" />
        </Alert>
      )}
      {newest?.waitingFor != null && (
        <Text size="sm">
          {t("simulator.now.rests")} <NodeWords nodeId={newest.nodeId ?? ""} />
        </Text>
      )}
      {newest?.outcome != null && <Text size="sm">{t("simulator.ended", { outcome: newest.outcome })}</Text>}
      <Stack gap={2} my="xs">
        <Text size="xs" fw={600} c="dimmed" component="h3" m={0}>
          {t("simulator.now.variables")}
        </Text>
        <Data value={newest?.variables ?? {}} label={t("simulator.now.variables")} />
      </Stack>
      <StepList {...{ steps, types, others, chosen }} known={nodes} onChoose={choose} />
    </div>
  );
}

/** What is said of the steps of other flows, by their numbers. */
function useOthers(steps: readonly FlowStep[]): ReadonlyMap<number, string> {
  const { t } = useTranslation();
  const foreign = useMemo(() => steps.filter((step) => !isOfDraft(step)), [steps]);
  const names = useFlowNames(foreign.length > 0);
  return useMemo(() => {
    const say = (id: number) => t("simulator.inFlow", { name: names?.get(id)?.name ?? formatNumber(id) });
    return new Map(foreign.map(({ n, flowId }) => [n, say(flowId)]));
  }, [foreign, names, t]);
}
