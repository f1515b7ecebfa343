/** The published versions beside the canvas: look at one, or make it the draft again. */
import { Badge, Button, CloseButton, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listVersions } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { LoadMore } from "../components/LoadMore";
import { usePages } from "../components/usePages";
import { formatDateTime, isolate } from "../i18n/format";
import "../i18n/history";
import { useMay } from "../queries/useMay";
import type { Flow, FlowVersion } from "../types";
import classes from "./bar.module.css";
import type { Desk } from "./useDesk";
import { useRestore } from "./useRestore";
import { VersionName } from "./VersionName";

export default function VersionsPanel({ flow, desk }: { flow: Flow; desk: Desk }) {
  const { t } = useTranslation();
  const versions = usePages({
    queryKey: ["flow", flow.id, "versions", flow.publishedVersion],
    load: (cursor) => listVersions(flow.id, cursor),
  });
  return (
    <section aria-label={t("history.list.title")} className={classes.versions}>
      <Group justify="space-between" mb="xs">
        <Text component="h2" fw={600} m={0}>
          {t("history.list.title")}
        </Text>
        <CloseButton aria-label={t("common.close")} onClick={() => desk.setSide(null)} />
      </Group>
      <ErrorNote error={versions.error} onRetry={() => versions.refetch()} />
      <Text size="sm" c="dimmed">
        {versions.isSuccess && versions.items.length === 0 ? t("history.list.none") : t("history.list.help")}
      </Text>
      <Stack component="ol" gap={0} p={0} m={0} mt="sm">
        {versions.items.map((version) => (
          <Entry key={version.id} version={version} flow={flow} desk={desk} />
        ))}
      </Stack>
      <LoadMore list={versions} />
    </section>
  );
}

function Entry({ version, flow, desk }: { version: FlowVersion; flow: Flow; desk: Desk }) {
  const { t } = useTranslation();
  const restore = useMutation({ mutationFn: useRestore(desk) });
  const mayEdit = useMay("edit_flows");
  const isLive = flow.isActive && version.number === flow.publishedVersion;
  return (
    <li className={classes.version} aria-current={desk.version === version.number || undefined}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {t("history.list.version", { number: version.number })}
        </Text>
        {isLive && (
          <Badge size="sm" fz={11} variant="light" tt="none">
            {t("history.list.live")}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {version.publishedBy
          ? t("history.versions.by", {
              when: formatDateTime(version.createdAt),
              name: isolate(version.publishedBy),
            })
          : formatDateTime(version.createdAt)}
      </Text>
      <VersionName flowId={flow.id} version={version} />
      <Group gap="xs" mt={6}>
        <Button size="compact-xs" variant="default" onClick={() => desk.setVersion(version.number)}>
          {t("history.list.show")}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => desk.setComparing({ kind: "versions", from: version.number, to: null })}
        >
          {t("history.versions.compare")}
        </Button>
        {mayEdit && (
          <BusyButton
            size="compact-xs"
            variant="default"
            isBusy={restore.isPending}
            onClick={() => restore.mutate(version.number)}
          >
            {t("history.list.restore")}
          </BusyButton>
        )}
      </Group>
      <ErrorNote error={restore.error} />
    </li>
  );
}
