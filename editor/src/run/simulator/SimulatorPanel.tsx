/** The simulator beside the canvas: a chat with the draft as it is now, on a clock that is moved. */
import { CloseButton, Group, SegmentedControl, Text } from "@mantine/core";
import "../../i18n/simulator";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { ErrorNote } from "../../components/ErrorNote";
import { useEditor, useEditorStore } from "../../model/EditorContext";
import { drawnOf, type Outcome, stepsOf } from "../../model/simulation";
import { documentOf } from "../../model/store";
import { NOTHING } from "../follow";
import type { LiveRun } from "../useLiveRun";
import { useShownRun } from "../useShownRun";
import { ChatTab } from "./ChatTab";
import { ContactTab } from "./ContactTab";
import { StepsTab } from "./StepsTab";
import classes from "./simulator.module.css";
import { TestsTab } from "./TestsTab";
import { useFollow } from "./useFollow";
import { useSimulator } from "./useSimulator";
import { wishes } from "./wishes";

const TABS = ["chat", "steps", "contact", "tests"] as const;
type Tab = (typeof TABS)[number];

interface Props {
  flowId: number;
  /** Hears of the steps to draw, and of nothing any more when the panel is closed. */
  onRun(run: LiveRun | undefined): void;
  onClose(): void;
}

export default function SimulatorPanel({ flowId, onRun, onClose }: Props) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>("chat");
  const simulator = useSimulator(flowId);
  const count = useEditor((state) => documentOf(state).tests?.length ?? 0);
  const wish = useWanted(simulator, setTab);
  useDrawn(simulator.outcome, onRun);
  useFollow(simulator.outcome);
  const labels: Record<Tab, string> = {
    chat: t("simulator.tabs.chat"),
    steps: t("simulator.tabs.steps"),
    contact: t("simulator.tabs.contact"),
    tests: count > 0 ? t("simulator.tabs.testsCount", { count }) : t("simulator.tabs.tests"),
  };
  return (
    <section className={classes.panel} aria-label={t("simulator.title")}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text component="h2" fw={600} size="sm" m={0}>
          {t("simulator.title")}
        </Text>
        <Text size="xs" c="dimmed" flex={1}>
          {t("simulator.about")}
        </Text>
        <CloseButton size="sm" onClick={onClose} aria-label={t("simulator.close")} />
      </Group>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("simulator.tabs.label")}
        value={tab}
        onChange={(next) => setTab(next as Tab)}
        data={TABS.map((value) => ({ value, label: labels[value] }))}
      />
      <ErrorNote error={simulator.error} onRetry={simulator.retry} />
      {tab === "chat" && <ChatTab simulator={simulator} />}
      {tab === "steps" && <StepsTab simulator={simulator} />}
      {tab === "contact" && <ContactTab simulator={simulator} />}
      {tab === "tests" && <TestsTab simulator={simulator} wish={wish} onReplay={() => setTab("chat")} />}
    </section>
  );
}

/** Show on the canvas what the simulation did, and the forms what the variables came to. */
function useDrawn(outcome: Outcome | null, onRun: Props["onRun"]): void {
  const show = useShownRun((shown) => shown.show);
  useEffect(() => {
    onRun(outcome === null ? undefined : { ...NONE, steps: drawnOf(outcome) });
    show(outcome === null ? NONE : { ...NONE, steps: stepsOf(outcome) });
  }, [outcome, onRun, show]);
  useEffect(
    () => () => {
      onRun(undefined);
      show(NONE);
    },
    [onRun, show],
  );
}

const NONE: LiveRun = { ...NOTHING, isNew: false };

/**
 * Do what somebody elsewhere wanted: begin at a node, or show the tests that keep the flow from being published.
 * Answers with the number of that wish to see the tests, 0 for none.
 */
function useWanted({ play, script }: ReturnType<typeof useSimulator>, setTab: (tab: Tab) => void): number {
  const store = useEditorStore();
  const wanted = useStore(wishes, (state) => state.wanted);
  const [wish, setWish] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each wish
  useEffect(() => {
    if (wanted === null) return;
    wishes.setState({ wanted: null });
    setWish((before) => (wanted === "tests" ? before + 1 : 0));
    setTab(wanted === "tests" ? "tests" : "chat");
    if (wanted === "tests") return;
    store.getState().open(null);
    play({ ...script, steps: [], start: { nodeId: wanted.startAt } });
  }, [wanted]);
  return wish;
}
