/** The form of a node whose type is known, or of the flow as a whole. */
import { Text } from "@mantine/core";
import { memo, type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { QuickFixes } from "../canvas/QuickFixes";
import { useEditor } from "../model/EditorContext";
import type { NodeType } from "../model/nodeTypes";
import type { JsonSchema, Path } from "../model/schema";
import { Fields } from "./fields/Fields";
import { type Form, FormProvider, VariablesContext } from "./form";
import styles from "./forms.module.css";
import { createPlacing, type Placing } from "./placing";
import { useIssues } from "./useProblems";
import { useScope } from "./useScope";

const ROOT: Path = [];

export const NodeForm = memo(function NodeForm({ nodeId, type }: { nodeId: string | null; type: NodeType }) {
  const { t } = useTranslation();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const placing = useMemo(() => createPlacing(nodeId), [nodeId]);
  const root = type.schema as JsonSchema;
  const form: Form = useMemo(
    () => ({ nodeId, type, root, isReadOnly, placing }),
    [nodeId, type, root, isReadOnly, placing],
  );
  usePlacedIssues(placing);
  return (
    <FormProvider value={form}>
      <Scope nodeId={nodeId}>
        <Homeless />
        {Object.keys(root.properties ?? {}).length === 0 && (
          <Text size="sm" c="dimmed">
            {t("forms.noSettings")}
          </Text>
        )}
        <Fields schema={root} path={ROOT} />
      </Scope>
    </FormProvider>
  );
});

function Scope({ nodeId, children }: { nodeId: string | null; children: ReactNode }) {
  return <VariablesContext value={useScope(nodeId)}>{children}</VariablesContext>;
}

function usePlacedIssues(placing: Placing): void {
  const issues = useEditor((state) => state.issues);
  useEffect(() => placing.update(issues), [placing, issues]);
}

/** The issues of the node that name no field of the form. */
function Homeless() {
  const issues = useIssues(ROOT);
  if (issues.length === 0) return null;
  // The check may find the same thing at two places that are not drawn.
  const different = [...new Map(issues.map((issue) => [issue.message, issue])).values()];
  return (
    <ul className={styles.issues}>
      {different.map((issue) => (
        <li key={issue.message} data-severity={issue.severity} dir="auto">
          {issue.message}
          <QuickFixes issues={[issue]} />
        </li>
      ))}
    </ul>
  );
}
