/** The nodes of the draft and the outcomes it may have, as choices of a filter. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { getFlow } from "../calls";
import { complete, type FlowDocument } from "../model/document";
import type { ExecutionFilter } from "../model/executionFilter";
import { nodeName } from "../model/words";
import { useNodeTypes } from "../queries/useNodeTypes";

/** Those of the engine itself; an end node may say any other. */
const OUTCOMES = ["end", "goal", "exit", "cancelled"];

export function useNodeChoices(flowId: number, { node }: ExecutionFilter) {
  const { t } = useTranslation();
  const { types } = useNodeTypes();
  const { data } = useQuery({ queryKey: ["flow", flowId], queryFn: () => getFlow(flowId) });
  const document = useMemo(() => data && complete(data.document), [data]);
  return useMemo(() => {
    const nodes = (document?.nodes ?? []).map((each) => ({
      value: each.id,
      label: each.name || nodeName(each, types.get(each.type), t),
    }));
    const isGone = document !== undefined && node !== undefined && !nodes.some(({ value }) => value === node);
    const gone = isGone ? [{ value: node, label: t("records.list.nodeGone", { id: node }) }] : [];
    return { nodes: [...nodes, ...gone], outcomes: outcomesOf(document) };
  }, [document, types, node, t]);
}

function outcomesOf(document: FlowDocument | undefined) {
  const named = (document?.nodes ?? []).flatMap(({ config }) =>
    typeof config.outcome === "string" && config.outcome !== "" ? [config.outcome] : [],
  );
  return [...new Set([...OUTCOMES, ...named])].map((value) => ({ value, label: value }));
}
