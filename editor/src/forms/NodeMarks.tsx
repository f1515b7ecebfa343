/** Whether the flow passes the node by, and whether it stays where it is when the flow is tidied up. */
import { Group, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { nodeOf } from "../model/graph";
import { disableNodes, pinNodes } from "../model/nodeActions";
import { documentOf } from "../model/store";

export function NodeMarks({ nodeId }: { nodeId: string }) {
  const { t } = useTranslation();
  const { act } = useEditorStore().getState();
  const isOff = useEditor((state) => nodeOf(documentOf(state), nodeId)?.disabled === true);
  const isPinned = useEditor((state) => nodeOf(documentOf(state), nodeId)?.pinned === true);
  return (
    <Group gap="lg" mt="xs">
      <Switch
        size="xs"
        label={t("forms.enabled")}
        title={t("forms.enabledHelp")}
        checked={!isOff}
        onChange={(event) => act(disableNodes([nodeId], !event.currentTarget.checked))}
      />
      <Switch
        size="xs"
        label={t("forms.pinned")}
        title={t("forms.pinnedHelp")}
        checked={isPinned}
        onChange={(event) => act(pinNodes([nodeId], event.currentTarget.checked))}
      />
    </Group>
  );
}
