/** One account: its health in words, today's sends, and what to do with unknown sends. */
import "../i18n/pages";
import { Badge, Button, Group, Modal, Paper, Select, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { changeAccount } from "../calls";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { StatusBadge } from "../components/StatusBadge";
import { formatNumber, formatPhone } from "../i18n/format";
import type { Account, AccountChange } from "../types";
import { SecretsForm } from "./SecretsForm";

export function AccountCard({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [isRenewing, renewing] = useDisclosure(false);
  const change = useChangeAccount(account.id);
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h5">
              <Foreign text={account.displayName} inherit oneLine />
            </Title>
            <Text size="sm" c="dimmed">
              {formatPhone(account.phoneNumber)}
            </Text>
          </div>
          <Badge variant="default" tt="none" style={{ flexShrink: 0 }}>
            {t(`accounts.${account.provider}`)}
          </Badge>
        </Group>
        <Group gap="xs">
          <StatusBadge status={account.connectionStatus} />
          <StatusBadge status={account.healthStatus} />
        </Group>
        {account.healthReason && <Foreign text={account.healthReason} size="sm" />}
        <Text size="sm">{sentToday(account, t)}</Text>
        <Text size="sm" c="dimmed">
          {t("accounts.rate", { rate: account.sendRate })} · {t("accounts.phoneNumberId")}{" "}
          {account.phoneNumberId}
        </Text>
        <Select
          label={t("accounts.unknownSends")}
          description={t("accounts.unknownSendsHelp")}
          data={(["resend", "park"] as const).map((value) => ({ value, label: t(`accounts.${value}`) }))}
          value={account.unknownSends}
          allowDeselect={false}
          disabled={change.isPending}
          onChange={(value) => change.mutate({ unknownSends: value as Account["unknownSends"] })}
        />
        <ErrorNote error={change.error} onClose={change.reset} />
        <Group gap="xs">
          {account.provider === "simulator" ? (
            <Button size="xs" variant="light" component={Link} href={`/phone/${account.id}`}>
              {t("accounts.openPhone")}
            </Button>
          ) : (
            <Button size="xs" variant="default" onClick={renewing.open}>
              {t("accounts.renewSecrets")}
            </Button>
          )}
        </Group>
      </Stack>
      <Modal
        opened={isRenewing}
        onClose={renewing.close}
        title={t("accounts.renewSecrets")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <SecretsForm change={change} onDone={renewing.close} />
      </Modal>
    </Paper>
  );
}

export type ChangeAccount = ReturnType<typeof useChangeAccount>;

function useChangeAccount(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: AccountChange) => changeAccount(id, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
}

function sentToday(account: Account, t: TFunction): string {
  const sent = formatNumber(account.messagesSentToday);
  const { dailyLimit } = account;
  return dailyLimit == null
    ? t("accounts.sentToday", { sent })
    : t("accounts.sentTodayOf", { sent, limit: formatNumber(dailyLimit) });
}
