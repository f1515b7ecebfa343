/** One flow: its executions and its published versions. */
import { Alert, Anchor, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { getFlow } from "../calls";
import { CopyLine } from "../components/CopyLine";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { Page } from "../components/Page";
import { PublishedBadge } from "../components/PublishedBadge";
import { PublishSwitch } from "../components/PublishSwitch";
import type { Flow } from "../types";
import { ExecutionsTab } from "./ExecutionsTab";
import { VersionsTab } from "./VersionsTab";

export default function FlowPage({ id, tab = "executions" }: { id: number; tab?: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const flow = useQuery({ queryKey: ["flow", id], queryFn: () => getFlow(id) });
  if (flow.isError && !flow.data) return <ErrorNote error={flow.error} onRetry={() => flow.refetch()} />;
  const document = flow.data?.document;
  const name = document?.name || t("flows.unnamed");
  return (
    <Page
      title={flow.data ? name : t("common.loading")}
      about={
        <>
          <Anchor component={Link} href="/flows" size="sm">
            {t("flows.title")}
          </Anchor>
          {document?.description && <Foreign text={` · ${document.description}`} />}
        </>
      }
      beside={flow.data && <PublishedBadge flow={flow.data} />}
      actions={flow.data && <PublishSwitch flow={{ ...flow.data, name }} size="sm" />}
    >
      {flow.data && hasWebhook(flow.data) && (
        <Alert color="gray" title={t("flows.webhookTitle")}>
          <CopyLine text={`${window.location.origin}/hooks/flow/${flow.data.webhookToken}`} />
        </Alert>
      )}
      <Tabs
        value={tab}
        onChange={(next) => go(`/flows/${id}/${next}`, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="executions">{t("executions.title")}</Tabs.Tab>
          <Tabs.Tab value="versions">{t("versions.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="executions">
          <ExecutionsTab flowId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab flowId={id} live={flow.data?.isActive ? flow.data.publishedVersion : null} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Whether something outside may start the draft by calling its address. */
const hasWebhook = ({ document }: Flow) =>
  (document.nodes ?? []).some(
    ({ config }) => (config?.on as { type?: unknown } | undefined)?.type === "webhook",
  );
