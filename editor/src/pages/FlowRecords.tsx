/** What a flow did and was: its executions and its published versions. */
import "../i18n/pages";
import { Alert, Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { getFlow } from "../calls";
import { CopyLine } from "../components/CopyLine";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { Page } from "../components/Page";
import { PublishedBadge } from "../components/PublishedBadge";
import { PublishSwitch } from "../components/PublishSwitch";
import { Faces } from "../draft/Faces";
import type { Flow } from "../types";
import { ExecutionsTab } from "./ExecutionsTab";
import { VersionsTab } from "./VersionsTab";

export default function FlowRecords({ id, tab }: { id: number; tab: string }) {
  const { t } = useTranslation();
  const flow = useQuery({ queryKey: ["flow", id], queryFn: () => getFlow(id) });
  if (flow.isError && !flow.data) return <ErrorNote error={flow.error} onRetry={() => flow.refetch()} />;
  const document = flow.data?.document;
  const name = document?.name || t("flows.unnamed");
  return (
    <Page
      title={flow.data ? name : t("common.loading")}
      about={
        <>
          <Anchor component={Link} href="/flows" size="sm" underline="always">
            {t("flows.title")}
          </Anchor>
          {document?.description && (
            <>
              {" · "}
              <Foreign text={document.description} />
            </>
          )}
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
      <Faces id={id} here={tab} />
      {tab === "versions" ? (
        <VersionsTab flowId={id} live={flow.data?.isActive ? flow.data.publishedVersion : null} />
      ) : (
        <ExecutionsTab flowId={id} />
      )}
    </Page>
  );
}

/** Whether something outside may start the draft by calling its address. */
const hasWebhook = ({ document }: Flow) =>
  (document.nodes ?? []).some(
    ({ config }) => (config?.on as { type?: unknown } | undefined)?.type === "webhook",
  );
