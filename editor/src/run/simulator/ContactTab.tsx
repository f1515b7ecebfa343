/** The contact of the simulation, when it begins, and the seed of chance. */
import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../../calls";
import { formatPhone, isolate } from "../../i18n/format";
import { hoursOf, lengthOf, minuteInUtc } from "../../model/fixture";
import { readJson } from "../../model/json";
import { isObject } from "../../model/schema";
import { type Fixture, fixtureOf, type Script } from "../../model/simulation";
import { JsonInput } from "./JsonInput";
import classes from "./simulator.module.css";
import type { Simulator } from "./useSimulator";

/** When a simulation begins that does not say, as the server has it. */
const A_MONDAY = "2026-03-02T09:00:00Z";

export function ContactTab({ simulator }: { simulator: Simulator }) {
  const { t } = useTranslation();
  const { script, outcome, play, test } = simulator;
  const contact = script.contact ?? {};
  const change = (part: Partial<Script>) => play({ ...script, ...part }, test ?? undefined);
  const set = (part: Fixture) => change({ contact: { ...contact, ...part } });
  return (
    <div className={classes.scroll}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t("simulator.contact.help")}
        </Text>
        <Known onFixture={(known) => change({ contact: known })} />
        <Line
          label={t("simulator.contact.name")}
          value={contact.name ?? "Ana"}
          onText={(name) => set({ name })}
        />
        <Line
          label={t("simulator.contact.phone")}
          type="tel"
          value={contact.phone === undefined ? "+34600000001" : (contact.phone ?? "")}
          onText={(phone) => set({ phone: phone || null })}
        />
        <Line
          label={t("simulator.contact.email")}
          type="email"
          value={contact.email ?? ""}
          onText={(email) => set({ email: email || undefined })}
        />
        <Line
          label={t("simulator.contact.company")}
          value={contact.company ?? ""}
          onText={(company) => set({ company: company || undefined })}
        />
        <Line
          label={t("simulator.contact.tags")}
          value={(contact.tags ?? []).join(", ")}
          onText={(text) => set({ tags: wordsOf(text) })}
        />
        <Line
          label={t("simulator.contact.timezone")}
          value={contact.timezone ?? ""}
          placeholder={outcome === null ? "" : t("simulator.contact.ownersZone", { zone: outcome.timezone })}
          onText={(timezone) => set({ timezone: timezone || undefined })}
        />
        <Fields value={contact.fields ?? {}} onFields={(fields) => set({ fields })} />
        <Line
          label={t("simulator.contact.silentFor")}
          value={hoursOf(contact.silentFor ?? {})}
          onText={(text) => set({ silentFor: lengthOf(text) })}
        />
        <Group gap="xs" wrap="nowrap">
          <TextInput
            size="xs"
            flex={2}
            type="datetime-local"
            label={t("simulator.contact.at")}
            value={minuteInUtc(script.at ?? A_MONDAY)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value !== "") change({ at: `${value}:00Z` });
            }}
          />
          <Line
            label={t("simulator.contact.seed")}
            value={String(script.seed ?? 0)}
            onText={(text) => change({ seed: wholeOf(text) })}
          />
        </Group>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => change({ contact: undefined, at: undefined, seed: undefined })}
        >
          {t("simulator.contact.reset")}
        </Button>
      </Stack>
    </div>
  );
}

/** Offers the contacts there are, the newest ones: who chats is then as one of them. */
function Known({ onFixture }: { onFixture(fixture: Fixture): void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["contacts", "newest"], queryFn: () => listContacts() });
  const contacts = data?.items ?? [];
  if (contacts.length === 0) return null;
  return (
    <Select
      size="xs"
      label={t("simulator.contact.like")}
      description={t("simulator.contact.likeHelp")}
      placeholder={t("simulator.contact.choose")}
      searchable
      // A deed, not a state: what was copied may be changed below.
      value={null}
      data={contacts.map(({ id, name, phone }) => ({
        value: String(id),
        label: phone === null ? name : `${isolate(name)} ${formatPhone(phone)}`,
      }))}
      onChange={(chosen) => {
        const contact = contacts.find(({ id }) => String(id) === chosen);
        if (contact !== undefined) onFixture(fixtureOf(contact));
      }}
    />
  );
}

interface LineProps {
  label: string;
  /** A number of a phone and an email run from left to right in every language. */
  type?: "tel" | "email";
  value: string;
  /** What holds while the field is empty. */
  placeholder?: string;
  onText(text: string): void;
}

/** What is typed counts when the field is left, or at Enter: each change plays the whole chat again. */
function Line({ label, type, value, placeholder, onText }: LineProps) {
  const [typed, setTyped] = useState<string | null>(null);
  function leave() {
    if (typed !== null && typed.trim() !== value) onText(typed.trim());
    setTyped(null);
  }
  return (
    <TextInput
      size="xs"
      type={type}
      dir={type ? "ltr" : "auto"}
      label={label}
      placeholder={placeholder}
      value={typed ?? value}
      onChange={(event: ChangeEvent<HTMLInputElement>) => setTyped(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && leave()}
    />
  );
}

function Fields({ value, onFields }: { value: object; onFields(fields: Record<string, unknown>): void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const kept = Object.keys(value).length === 0 ? "" : JSON.stringify(value, null, 2);
  const text = typed ?? kept;
  function leave() {
    const { value: found, problem } = readJson(text);
    if (problem !== null || typed === null) return;
    if (found === undefined || isObject(found)) onFields(found ?? {});
    setTyped(null);
  }
  return (
    <JsonInput
      label={t("simulator.contact.fields")}
      placeholder='{"plan": "gold"}'
      value={text}
      onChange={setTyped}
      onBlur={leave}
    />
  );
}

const wordsOf = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** A whole number of zero or more; what is none is zero. */
const wholeOf = (text: string): number => {
  const number = Math.trunc(Number(text));
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
};
