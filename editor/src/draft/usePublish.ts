/** Publishing and unpublishing: what is unsaved is saved first, what is wrong is shown in the list of issues. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import { publishFlow, unpublishFlow } from "../calls";
import type { Flow, Issue } from "../types";
import { useDraft } from "./DraftContext";
import { showTests } from "./showTests";
import type { Desk } from "./useDesk";

export function usePublish(desk: Desk, onFlow: (flow: Flow) => void) {
  const { t } = useTranslation();
  const { flowId, store, autosave, checking } = useDraft();
  const [isBusy, setBusy] = useState(false);

  /** Answers whether it was done. */
  async function attempt(work: () => Promise<boolean>): Promise<boolean> {
    setBusy(true);
    desk.say(null);
    try {
      return await work();
    } catch (error) {
      refuse(error as Error);
      return false;
    } finally {
      setBusy(false);
    }
  }

  function refuse(error: Error) {
    if (error instanceof Problem && error.code === "flow_has_errors") {
      store.getState().speakPlainly();
      store.getState().setIssues(error.errors as Issue[], autosave.base.document);
      checking.retry();
      desk.setRefused(true);
      desk.setIssuesOpen(true);
    } else if (error instanceof Problem && error.code === "stale_revision") {
      // The presence banner hears of it too, and offers to load what was saved.
      desk.say({ text: t("draft.publish.savedElsewhere"), isTrouble: true, isStale: true });
    } else {
      if (error instanceof Problem && error.code === "tests_fail") showTests(store, desk);
      desk.say({ text: t("draft.publish.failed", { sentence: error.message }), isTrouble: true });
    }
  }

  async function publish(name?: string) {
    if (!(await autosave.flush())) {
      desk.say({ text: t("draft.publish.notSaved"), isTrouble: true });
      if (autosave.state().kind === "conflict") desk.setConflictOpen(true);
      return false;
    }
    const flow = await publishFlow(flowId, autosave.base.revision, name || null);
    onFlow(flow);
    desk.setRefused(false);
    desk.say({
      text: t("draft.publish.done", { version: flow.publishedVersion }),
      action: { label: t("draft.publish.tryPhone"), run: tryIt },
    });
    return true;
  }

  /** The open form makes room for the phone. */
  function tryIt() {
    store.getState().open(null);
    desk.setSide("phone");
  }

  async function unpublish() {
    onFlow(await unpublishFlow(flowId));
    desk.say({ text: t("draft.publish.unpublished") });
    return true;
  }

  return {
    isBusy,
    publish: (name?: string) => attempt(() => publish(name)),
    unpublish: () => attempt(unpublish),
  };
}
