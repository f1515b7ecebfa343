/** The tests of the flow: run all, see which hold and what came instead, replay one, rename, delete. */
import { ActionIcon, Button, Group, Text, TextInput, UnstyledButton } from "@mantine/core";
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../components/ErrorNote";
import { Foreign } from "../../components/Foreign";
import { CloseIcon } from "../../components/icons";
import { isolate } from "../../i18n/format";
import { translated } from "../../i18n/sentences";
import { useEditor, useEditorStore } from "../../model/EditorContext";
import { deleteTest, MAX_TEST_NAME, nameOf, renameTest, scriptOf } from "../../model/flowTests";
import { documentOf } from "../../model/store";
import { StepMark } from "../StepMark";
import classes from "./simulator.module.css";
import type { Simulator } from "./useSimulator";
import { type Tested, useTests } from "./useTests";

interface Props {
  simulator: Simulator;
  /** Somebody comes to see why the flow cannot be published: each time another number, 0 for never. */
  wish: number;
  onReplay(): void;
}

const NO_TESTS: never[] = [];

export function TestsTab({ simulator, wish, onReplay }: Props) {
  const { t } = useTranslation();
  const tests = useEditor((state) => documentOf(state).tests ?? NO_TESTS);
  const { results, isBusy, error, run } = useTests(simulator.flowId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each wish
  useEffect(() => {
    if (wish > 0) void run();
  }, [wish]);
  if (tests.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("simulator.tests.none")}
      </Text>
    );
  }
  const failed = results?.filter(({ passed }) => !passed).length ?? 0;
  return (
    <div className={classes.scroll}>
      <Group justify="space-between" mb="xs">
        <Text size="sm" role="status">
          {results && t(failed > 0 ? "simulator.tests.failed" : "simulator.tests.allOk", { count: failed })}
        </Text>
        <Button size="compact-sm" loading={isBusy} onClick={() => void run()}>
          {t("simulator.tests.run")}
        </Button>
      </Group>
      <ErrorNote error={error} />
      <ul className={classes.tests} aria-label={t("simulator.tabs.tests")}>
        {tests.map((test, at) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a test is known by its place
            key={at}
            at={at}
            name={nameOf(test)}
            result={results?.find(({ place }) => place === at)}
            onReplay={() => {
              const script = scriptOf(test);
              if (script === undefined) return;
              simulator.play(script, nameOf(test));
              onReplay();
            }}
          />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  at: number;
  name: string;
  result: Tested | undefined;
  onReplay(): void;
}

function Row({ at, name, result, onReplay }: RowProps) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const [typed, setTyped] = useState<string | null>(null);
  const { act, isReadOnly } = store.getState();

  function rename() {
    if (typed !== null && typed.trim() !== "" && typed.trim() !== name) act(renameTest(at, typed.trim()));
    setTyped(null);
  }
  return (
    <li data-passed={result?.passed}>
      <Group gap={6} wrap="nowrap">
        {result && <StepMark status={result.passed ? "Completed" : "Failed"} />}
        {isReadOnly ? (
          <Foreign text={name || t("simulator.tests.unnamed")} size="sm" fw={500} flex={1} miw={0} />
        ) : typed === null ? (
          <UnstyledButton
            flex={1}
            miw={0}
            title={t("simulator.tests.rename", { name })}
            aria-label={t("simulator.tests.rename", { name: isolate(name) })}
            onClick={() => setTyped(name)}
          >
            <Foreign text={name || t("simulator.tests.unnamed")} size="sm" fw={500} />
          </UnstyledButton>
        ) : (
          <TextInput
            size="xs"
            flex={1}
            aria-label={t("simulator.save.name")}
            value={typed}
            maxLength={MAX_TEST_NAME}
            autoFocus
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={rename}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "Enter") rename();
              if (event.key === "Escape") setTyped(null);
            }}
          />
        )}
        <Button size="compact-xs" variant="light" onClick={onReplay}>
          {t("simulator.tests.replay")}
        </Button>
        {!isReadOnly && (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("simulator.tests.delete", { name: isolate(name) })}
            title={t("simulator.tests.delete", { name })}
            onClick={() => act(deleteTest(at))}
          >
            <CloseIcon />
          </ActionIcon>
        )}
      </Group>
      {result?.failures.map(({ scriptStep, message }, n) => (
        <Foreign
          // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may come twice
          key={n}
          text={sayFailure(t, translated(message), scriptStep)}
          size="xs"
          c="red"
          display="block"
        />
      ))}
    </li>
  );
}

const sayFailure = (t: TFunction, message: string, scriptStep: number | null | undefined): string =>
  scriptStep == null ? message : t("simulator.tests.atStep", { n: scriptStep + 1, message });
