/** The settings of the open node, and what happened there in an execution. */
import { ActionIcon, Button, Text, Title } from "@mantine/core";
import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/forms";
import { deleteParts } from "../model/actions";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { nodeOf } from "../model/graph";
import { documentOf } from "../model/store";
import { nodeTitle } from "../model/words";
import { NodeFailures } from "../run/NodeFailures";
import { StepFacts } from "../run/StepFacts";
import type { Step } from "../types";
import styles from "./forms.module.css";
import { BinIcon, CloseIcon } from "./icons";
import { NodeForm } from "./NodeForm";
import { NodeMarks } from "./NodeMarks";
import { NodeName } from "./NodeName";
import { Prose } from "./Prose";
import { UnknownNode } from "./UnknownNode";
import { useKeys } from "./useKeys";

interface Props {
  flowId: number;
  step?: Step;
  /** Begin a simulation at the node. */
  onStart?(nodeId: string): void;
}

export default function NodePanel({ flowId, step, onStart }: Props) {
  const nodeId = useEditor((state) => state.openNode);
  const type = useEditor((state) => (nodeId === null ? undefined : nodeOf(documentOf(state), nodeId)?.type));
  // Another node is another form: nothing half-typed is carried over.
  return nodeId === null || type === undefined ? null : (
    <Panel
      key={`${nodeId} ${type}`}
      flowId={flowId}
      nodeId={nodeId}
      typeTag={type}
      step={step}
      onStart={onStart}
    />
  );
}

interface PanelProps extends Props {
  nodeId: string;
  typeTag: string;
}

function Panel({ flowId, nodeId, typeTag, step, onStart }: PanelProps) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const type = useEditor((state) => state.types.get(typeTag));
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const panel = useRef<HTMLElement>(null);
  const runId = useId();
  const { press, close } = useKeys(panel, nodeId);
  const title = type === undefined ? typeTag : nodeTitle(type);

  function remove() {
    store.getState().act(deleteParts([nodeId]));
  }
  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label={t("forms.panel", { title })}
      tabIndex={-1}
      onKeyDown={press}
    >
      <header className={styles.top}>
        <div className={styles.grow}>
          <NodeName nodeId={nodeId} kind={title} />
          {type && (
            <Text size="xs" c="dimmed" mt={2}>
              <Prose text={type.help} />
            </Text>
          )}
          {!isReadOnly && <NodeMarks nodeId={nodeId} />}
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={t("forms.close")} onClick={close}>
          <CloseIcon />
        </ActionIcon>
      </header>
      <div className={styles.body}>
        {type === undefined ? <Unknown nodeId={nodeId} /> : <NodeForm nodeId={nodeId} type={type} />}
        <NodeFailures flowId={flowId} nodeId={nodeId} />
        {step && (
          <section className={styles.facts} aria-labelledby={runId}>
            <Title order={3} size="sm" mb="xs" id={runId}>
              {t("forms.lastRun")}
            </Title>
            <StepFacts step={step} />
          </section>
        )}
      </div>
      {!isReadOnly && (
        <footer className={styles.bottom}>
          <Button size="xs" variant="subtle" color="red" c="red" leftSection={<BinIcon />} onClick={remove}>
            {t("forms.delete")}
          </Button>
          {onStart && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => onStart(nodeId)}>
              {t("forms.startHere")}
            </Button>
          )}
        </footer>
      )}
    </section>
  );
}

function Unknown({ nodeId }: { nodeId: string }) {
  const node = useEditor((state) => nodeOf(documentOf(state), nodeId));
  return node === undefined ? null : <UnknownNode node={node} />;
}
