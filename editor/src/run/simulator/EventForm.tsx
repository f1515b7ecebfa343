/** An event with its key and data; without names, the data that a program posts to the flow's address. */
import { Autocomplete, Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { readJson } from "../../model/json";
import { EXAMPLES, type Example, exampleText } from "./examples";
import { JsonInput } from "./JsonInput";

interface Props {
  /** Of events that the flow listens to. */
  names?: readonly string[];
  onSend(name: string, key: string | null, data: unknown): void;
  onDone(): void;
}

export function EventForm({ names, onSend, onDone }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(names?.[0] ?? "");
  const [key, setKey] = useState("");
  const [data, setData] = useState("");
  const reading = readJson(data);
  const isUsable = reading.problem === null && (names === undefined || name.trim() !== "");

  function send(event: FormEvent) {
    event.preventDefault();
    if (!isUsable) return;
    onSend(name.trim(), key.trim() || null, reading.value ?? null);
    onDone();
  }
  return (
    <form onSubmit={send}>
      <Stack gap={6}>
        {names && (
          <Group gap={6} wrap="nowrap" align="flex-start">
            <Autocomplete
              size="xs"
              flex={2}
              label={t("simulator.event.name")}
              placeholder="order_paid"
              data={[...names]}
              value={name}
              onChange={setName}
            />
            <TextInput
              size="xs"
              flex={1}
              label={t("simulator.event.key")}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
          </Group>
        )}
        <Examples data={data} onChoose={setData} />
        <JsonInput label={t("simulator.event.data")} value={data} onChange={setData} />
        <Group gap={6} justify="flex-end">
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onDone}>
            {t("simulator.cancel")}
          </Button>
          <Button size="compact-xs" type="submit" disabled={!isUsable}>
            {t("simulator.event.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const NAMES = Object.keys(EXAMPLES) as Example[];

/** Fills in the data of a cart or an order, to be changed; what is written by hand is no example, and none takes its place. */
function Examples({ data, onChoose }: { data: string; onChoose(data: string): void }) {
  const { t } = useTranslation();
  const chosen = NAMES.find((name) => exampleText(name) === data);
  const isOwn = chosen === undefined && data.trim() !== "";
  return (
    <NativeSelect
      size="xs"
      label={t("simulator.event.example")}
      description={isOwn && t("simulator.event.exampleHelp")}
      disabled={isOwn}
      value={chosen ?? ""}
      onChange={({ currentTarget: { value } }) => onChoose(value === "" ? "" : exampleText(value as Example))}
      data={[
        { value: "", label: t("simulator.event.own") },
        ...NAMES.map((value) => ({ value, label: t(`simulator.event.${value}`) })),
      ]}
    />
  );
}
