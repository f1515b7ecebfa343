/** The name of a version, and changing it where it stands. */
import { Button, Group, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameVersion } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import "../i18n/history";
import { useMay } from "../queries/useMay";
import type { FlowVersion } from "../types";

export const MAX_VERSION_NAME = 100;

interface Props {
  flowId: number;
  version: FlowVersion;
}

export function VersionName({ flowId, version: { number, name } }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayName = useMay("publish_flows");
  const [text, setText] = useState<string | null>(null);
  const saving = useMutation({
    mutationFn: (next: string) => nameVersion(flowId, number, next || null),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["flow", flowId, "versions"] });
      setText(null);
    },
  });
  function save(event: FormEvent) {
    event.preventDefault();
    saving.mutate((text ?? "").trim());
  }
  if (text === null) {
    const label = t(name ? "history.versions.rename" : "history.versions.giveName");
    return (
      <Group gap={6} wrap="nowrap">
        {name && <Foreign text={name} size="sm" fw={600} />}
        {mayName && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`${label}: ${t("history.versions.nameOf", { number })}`}
            onClick={() => setText(name ?? "")}
          >
            {label}
          </Button>
        )}
      </Group>
    );
  }
  return (
    <form onSubmit={save}>
      <TextInput
        size="xs"
        my={4}
        autoFocus
        dir="auto"
        aria-label={t("history.versions.nameOf", { number })}
        placeholder={t("history.versions.placeholder")}
        maxLength={MAX_VERSION_NAME}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && setText(null)}
      />
      <Group gap="xs">
        <BusyButton type="submit" size="compact-xs" isBusy={saving.isPending}>
          {t("history.versions.save")}
        </BusyButton>
        <Text component="span" size="xs">
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setText(null)}>
            {t("history.versions.cancel")}
          </Button>
        </Text>
      </Group>
      <ErrorNote error={saving.error} />
    </form>
  );
}
