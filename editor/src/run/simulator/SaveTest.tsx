/** Keeps the chat as a test of the flow: what was sent becomes what is expected. */
import { Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format";
import { useEditor, useEditorStore } from "../../model/EditorContext";
import {
  addTest,
  freeName,
  isShortEnough,
  MAX_TEST_NAME,
  MAX_TEST_STEPS,
  MAX_TESTS,
  nameOf,
  replaceTest,
  testOf,
} from "../../model/flowTests";
import type { Script } from "../../model/simulation";
import { documentOf } from "../../model/store";
import type { Simulator } from "./useSimulator";

const MAX_SUGGESTED = 40;

/** What the contact wrote first is a good name for a chat. */
function firstSaid({ steps }: Script): string | undefined {
  const said = steps.find((step) => step.type === "say");
  return said?.text?.slice(0, MAX_SUGGESTED);
}

const NO_TESTS: never[] = [];

/** Why the chat cannot be kept. */
function refusalOf(isFull: boolean, isShort: boolean) {
  if (isFull) return "simulator.save.full" as const;
  return isShort ? null : ("simulator.save.tooLong" as const);
}

export function SaveTest({ simulator, onDone }: { simulator: Simulator; onDone(): void }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const tests = useEditor((state) => documentOf(state).tests ?? NO_TESTS);
  const { script, outcome, test } = simulator;
  const [name, setName] = useState(
    () => test ?? freeName(firstSaid(script) ?? t("simulator.save.suggested"), tests),
  );
  const at = tests.findIndex((each) => nameOf(each) === name.trim());
  const made = outcome && testOf(name.trim(), script, outcome);
  const refusal = refusalOf(at < 0 && tests.length >= MAX_TESTS, made === null || isShortEnough(made));

  function save(event: FormEvent) {
    event.preventDefault();
    if (made === null || name.trim() === "" || refusal !== null) return;
    store.getState().act(at < 0 ? addTest(made) : replaceTest(at, made));
    simulator.play(script, name.trim());
    onDone();
  }
  return (
    <form onSubmit={save}>
      <Group gap={6} wrap="nowrap" align="flex-end">
        <TextInput
          size="xs"
          flex={1}
          label={t("simulator.save.name")}
          value={name}
          maxLength={MAX_TEST_NAME}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Button size="xs" type="submit" disabled={name.trim() === "" || refusal !== null}>
          {t(at < 0 ? "simulator.save.save" : "simulator.save.replace")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          {t("simulator.cancel")}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t(refusal ?? "simulator.save.help", { most: formatNumber(MAX_TEST_STEPS) })}
      </Text>
    </form>
  );
}
