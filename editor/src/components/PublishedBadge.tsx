/** Whether a flow is live, and as which version. */
import "../i18n/pages";
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function PublishedBadge({ flow }: { flow: { isActive: boolean; publishedVersion?: number | null } }) {
  const { t } = useTranslation();
  return (
    <Badge color={flow.isActive ? "parley" : "gray"} variant="light" tt="none" miw="max-content">
      {flow.isActive ? t("flows.live", { version: flow.publishedVersion }) : t("flows.draft")}
    </Badge>
  );
}
