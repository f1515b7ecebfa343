/** The head of a node's form: its name, written where it stands, and below it what kind of node it is. */
import { Text } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { nodeOf } from "../model/graph";
import { MAX_NODE_NAME, renameNode } from "../model/nodeActions";
import { documentOf } from "../model/store";
import styles from "./forms.module.css";

const GESTURE = "name of node";

export function NodeName({ nodeId, kind }: { nodeId: string; kind: string }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const name = useEditor((state) => nodeOf(documentOf(state), nodeId)?.name ?? "");
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const leave = () => {
    store.getState().act(renameNode(nodeId, name.trim()), GESTURE);
    store.getState().endGesture();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) event.currentTarget.blur();
  };
  return (
    <>
      <h2 className={styles.heading}>
        <input
          className={styles.nodeName}
          aria-label={t("forms.nodeName")}
          title={name || kind}
          dir="auto"
          value={name}
          placeholder={kind}
          maxLength={MAX_NODE_NAME}
          readOnly={isReadOnly}
          spellCheck={false}
          onChange={(event) => store.getState().act(renameNode(nodeId, event.target.value), GESTURE)}
          onBlur={leave}
          onKeyDown={press}
        />
      </h2>
      {name !== "" && (
        <Text size="xs" fw={600} mt={2}>
          {kind}
        </Text>
      )}
    </>
  );
}
