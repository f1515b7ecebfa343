/** Calls to the outside that wait: what would be called, and a form for what it comes to. */
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../components/BusyButton";
import { Data } from "../../components/Data";
import { ErrorNote } from "../../components/ErrorNote";
import { formatNumber } from "../../i18n/format";
import { useEditor } from "../../model/EditorContext";
import { nodeOf } from "../../model/graph";
import { readJson } from "../../model/json";
import { portsOf } from "../../model/nodeTypes";
import { isObject } from "../../model/schema";
import { type Call, isOfDraft } from "../../model/simulation";
import { documentOf } from "../../model/store";
import { nodeTitle, sayPort } from "../../model/words";
import { useFlowNames } from "../../queries/useFlowNames";
import { JsonInput } from "./JsonInput";
import { NodeWords } from "./Lines";
import { lastResult, MOST_LOOKED_AT } from "./lastResult";
import classes from "./simulator.module.css";
import type { Simulator } from "./useSimulator";

/** Stands for an error among the ways out. */
const ERROR = "";

/** The ways out of a node in the words of its card; nothing is known of the cards of other flows. */
function useWays(call: Call): ReadonlyMap<string, string> {
  const { t } = useTranslation();
  const types = useEditor((state) => state.types);
  const node = useEditor((state) => (isOfDraft(call) ? nodeOf(documentOf(state), call.nodeId) : undefined));
  if (node === undefined) return new Map();
  return new Map(portsOf(node, types.get(node.type)).map((port) => [port.name, sayPort(node, port, t)]));
}

const isAtSame = (one: Call, other: Call) => one.flowId === other.flowId && one.nodeId === other.nodeId;

export function Calls({ simulator }: { simulator: Simulator }) {
  const calls = simulator.outcome?.calls ?? [];
  // Of several that wait at one node an answer is for the first; then the next one is asked for.
  const firsts = calls.filter((call, at) => calls.findIndex((other) => isAtSame(other, call)) === at);
  return firsts.map((call) => (
    <Answer key={`${call.executionId} ${call.nodeId}`} call={call} simulator={simulator} />
  ));
}

function Answer({ call, simulator }: { call: Call; simulator: Simulator }) {
  const { t } = useTranslation();
  const [port, setPort] = useState(call.ports[0] ?? ERROR);
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const ways = useWays(call);
  const reading = readJson(text);
  const isUsable =
    port === ERROR
      ? error.trim() !== ""
      : reading.problem === null && (text === "" || isObject(reading.value));

  function answer() {
    const variables = isObject(reading.value) ? reading.value : {};
    const result = port === ERROR ? { error: error.trim() } : { port, variables };
    const { nodeId, flowId } = call;
    simulator.add({ type: "answer", nodeId, ...(!isOfDraft(call) && { flowId }), ...result });
  }
  const last = useMutation({
    mutationFn: () => lastResult(isOfDraft(call) ? simulator.flowId : call.flowId, call.nodeId),
    onSuccess(found) {
      if (found === null) return;
      setPort(found.port);
      setText(JSON.stringify(found.variables, null, 2));
    },
  });
  return (
    <section className={classes.call} aria-label={t("simulator.call.title")}>
      <Text size="xs" fw={600}>
        {t("simulator.call.waits")}{" "}
        {isOfDraft(call) ? <NodeWords nodeId={call.nodeId} isShort /> : <Elsewhere call={call} />}
      </Text>
      <details>
        <summary>{t("simulator.call.input")}</summary>
        <Data value={call.input} label={t("simulator.call.input")} />
      </details>
      <Stack gap={6}>
        <NativeSelect
          size="xs"
          label={t("simulator.call.port")}
          value={port}
          onChange={(event) => setPort(event.currentTarget.value)}
          data={[
            ...call.ports.map((value) => ({ value, label: ways.get(value) || value })),
            { value: ERROR, label: t("simulator.call.fails") },
          ]}
        />
        {port === ERROR ? (
          <TextInput
            size="xs"
            label={t("simulator.call.error")}
            value={error}
            onChange={(event) => setError(event.currentTarget.value)}
          />
        ) : (
          <JsonInput label={t("simulator.call.variables")} value={text} onChange={setText} />
        )}
        <Group gap={6} justify="flex-end">
          <BusyButton
            size="compact-xs"
            variant="default"
            isBusy={last.isPending}
            onClick={() => last.mutate()}
          >
            {t("simulator.call.last")}
          </BusyButton>
          <Button size="compact-xs" disabled={!isUsable} onClick={answer}>
            {t("simulator.call.answer")}
          </Button>
        </Group>
        <ErrorNote error={last.error} onRetry={() => last.mutate()} onClose={last.reset} />
        {last.data === null && (
          <Text size="xs" c="dimmed" role="status">
            {t("simulator.call.noLast", { most: formatNumber(MOST_LOOKED_AT) })}
          </Text>
        )}
      </Stack>
    </section>
  );
}

/** A node of another flow: what kind it is, and in which flow. */
function Elsewhere({ call: { nodeType, flowId } }: { call: Call }) {
  const { t } = useTranslation();
  const type = useEditor((state) => state.types.get(nodeType));
  const name = useFlowNames()?.get(flowId)?.name ?? formatNumber(flowId);
  return (
    <>
      {type ? nodeTitle(type) : nodeType}
      <Text span size="xs" c="dimmed" display="block" dir="auto">
        {t("simulator.inFlow", { name })}
      </Text>
    </>
  );
}
