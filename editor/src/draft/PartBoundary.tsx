/** Keeps the editor standing when a part of it cannot be loaded: a stale tab after an update. */
import { Button, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ErrorBoundary } from "../components/ErrorBoundary";
import { t } from "../i18n";

export function PartBoundary({ children }: { children: ReactNode }) {
  return <ErrorBoundary instead={(error) => <Missing error={error} />}>{children}</ErrorBoundary>;
}

function Missing({ error }: { error: Error }) {
  const { title, help } = wordsOf(error);
  return (
    <Stack role="alert" p="md" gap="xs" align="flex-start">
      <Text fw={600}>{title}</Text>
      <Text size="sm">{help}</Text>
      <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
        {t("draft.stale.reload")}
      </Button>
    </Stack>
  );
}

function wordsOf(error: Error): { title: string; help: string } {
  if (!isStaleChunk(error)) return { title: t("errors.pageBroke"), help: error.message };
  if (!navigator.onLine) return { title: t("draft.stale.offline"), help: t("draft.stale.offlineHelp") };
  return { title: t("draft.stale.title"), help: t("draft.stale.help") };
}

/** Each browser has its own sentence for a module that is not there any more. */
const isStaleChunk = ({ message }: Error) =>
  /dynamically imported module|importing a module script|preload CSS/i.test(message);
