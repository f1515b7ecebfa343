/** One flow of the list, with what can be done to it. */
import "../i18n/pages";
import { ActionIcon, Anchor, Group, Menu, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { DeleteFlow } from "../components/DeleteFlow";
import { downloadFlow } from "../components/downloadFlow";
import { Foreign } from "../components/Foreign";
import { MoreIcon } from "../components/icons";
import { PublishedBadge } from "../components/PublishedBadge";
import { PublishSwitch } from "../components/PublishSwitch";
import { When } from "../components/When";
import { formatNumber } from "../i18n/format";
import { useMay } from "../queries/useMay";
import type { FlowSummary } from "../types";

export function FlowRow({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation();
  const [isDeleting, deleting] = useDisclosure(false);
  const mayEdit = useMay("edit_flows");
  return (
    <Table.Tr>
      <Table.Td data-cell="name">
        <Anchor component={Link} href={`/flows/${flow.id}`} fw={600} display="block">
          <Foreign text={flow.name || t("flows.unnamed")} oneLine />
        </Anchor>
        {flow.description && <Foreign text={flow.description} size="sm" c="dimmed" oneLine />}
      </Table.Td>
      <Table.Td>
        <PublishedBadge flow={flow} />
      </Table.Td>
      <Table.Td ta="end" data-cell="count">
        <Text size="sm">{formatNumber(flow.totalExecutions)}</Text>
        {flow.failedExecutions > 0 && (
          <Text size="xs" c="red">
            {t("flows.failed", { count: flow.failedExecutions })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          <When at={flow.updatedAt} />
        </Text>
      </Table.Td>
      <Table.Td data-cell="actions">
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <PublishSwitch flow={flow} />
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t("flows.more", { name: flow.name })}
              >
                <MoreIcon />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={Link} href={`/flows/${flow.id}/executions`}>
                {t("flows.showExecutions")}
              </Menu.Item>
              <Menu.Item onClick={() => void downloadFlow(flow.id, flow.name)}>
                {t("flows.download")}
              </Menu.Item>
              {mayEdit && (
                <Menu.Item color="red" c="red" onClick={deleting.open}>
                  {t("flows.delete")}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
          <DeleteFlow flow={flow} isOpen={isDeleting} onClose={deleting.close} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
