/** What the check found, errors first; choosing an issue goes to its node. */
import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { QuickFixes } from "../canvas/QuickFixes";
import { Foreign } from "../components/Foreign";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { focusOn } from "../model/focus";
import { nodeOf } from "../model/graph";
import { isOfSettings, isOfTests } from "../model/issues";
import { documentOf, type EditorState } from "../model/store";
import { say } from "../model/words";
import type { Issue } from "../types";
import { useIsChecked } from "./DraftContext";
import classes from "./issues.module.css";
import { showTests } from "./showTests";
import type { Desk } from "./useDesk";

export default function IssuesPanel({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const issues = useEditor((state) => state.issues);
  const missing = useEditor((state) => state.missing);
  const isChecked = useIsChecked();
  const errors = issues.filter(({ severity }) => severity === "error");
  const warnings = issues.filter(({ severity }) => severity !== "error");
  return (
    <section className={classes.panel} aria-label={t("draft.issues.title")}>
      <header className={classes.head}>
        <h2>{t("draft.issues.title")}</h2>
        {desk.isRefused && errors.length > 0 && (
          <p role="alert">{t("tools.issues.cannotPublish", { count: errors.length })}</p>
        )}
        <CloseButton size="sm" aria-label={t("common.close")} onClick={() => desk.setIssuesOpen(false)} />
      </header>
      <div className={classes.list}>
        {!isChecked && <p className={classes.good}>{t("tools.issues.unknownHelp")}</p>}
        {isChecked && issues.length + missing.length === 0 && (
          <p className={classes.good}>{t("tools.issues.allGood")}</p>
        )}
        <Group title={t("draft.issues.errors", { count: errors.length })} issues={errors} desk={desk} />
        <Group title={t("draft.issues.warnings", { count: warnings.length })} issues={warnings} desk={desk} />
        <Group
          title={t("draft.issues.missing", { count: missing.length })}
          issues={missing}
          desk={desk}
          isCalm
        />
      </div>
    </section>
  );
}

interface GroupProps {
  title: string;
  issues: readonly Issue[];
  desk: Desk;
  /** Nothing of this is wrong yet. */
  isCalm?: boolean;
}

function Group({ title, issues, desk, isCalm = false }: GroupProps) {
  if (issues.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {issues.map((issue, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same issue may stand twice, and rows hold no state
          <li key={at}>
            <Row issue={issue} severity={isCalm ? "missing" : issue.severity} desk={desk} />
            <QuickFixes issues={[issue]} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Row({ issue, severity, desk }: { issue: Issue; severity: string; desk: Desk }) {
  const store = useEditorStore();
  const { nodeId } = issue;
  const isInSettings = isOfSettings(issue);
  const hasNode = useEditor((state) => nodeIn(state, nodeId) !== undefined);
  const isInTests = isOfTests(issue);
  function go() {
    if (nodeId) focusOn(store, nodeId);
    if (isInTests) return showTests(store, desk);
    if (!isInSettings) return;
    store.getState().open(null);
    desk.mendSettings((issue.field ?? "").replace(/^settings\.?/, ""));
  }
  return (
    <button
      type="button"
      data-severity={severity}
      disabled={!hasNode && !isInSettings && !isInTests}
      onClick={go}
    >
      <Place nodeId={nodeId} isInSettings={isInSettings} />
      <Foreign text={issue.message} size="sm" />
    </button>
  );
}

/** The node in the words of its card. */
function Place({ nodeId, isInSettings }: { nodeId: Issue["nodeId"]; isInSettings: boolean }) {
  const { t } = useTranslation();
  const types = useEditor((state) => state.types);
  const node = useEditor((state) => nodeIn(state, nodeId));
  if (node === undefined) return <strong>{t(isInSettings ? "draft.settings" : "tools.issues.flow")}</strong>;
  const { title, sentence } = say(node, types.get(node.type), t);
  return (
    <strong>
      {title} <Foreign text={sentence} size="xs" c="dimmed" />
    </strong>
  );
}

const nodeIn = (state: EditorState, id: Issue["nodeId"]) => (id ? nodeOf(documentOf(state), id) : undefined);
