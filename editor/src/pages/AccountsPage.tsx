/** The WhatsApp accounts: health, limits, and how to add one. */
import "../i18n/pages";
import { Alert, Button, Modal, SimpleGrid, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listAccounts } from "../calls";
import { CopyLine } from "../components/CopyLine";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { Page } from "../components/Page";
import { AccountCard } from "./AccountCard";
import { AccountForm } from "./AccountForm";

const REFRESH_MS = 10_000;

export default function AccountsPage() {
  const { t } = useTranslation();
  const [isAdding, adding] = useDisclosure(false);
  const accounts = useQuery({ queryKey: ["accounts"], queryFn: listAccounts, refetchInterval: REFRESH_MS });
  const items = accounts.data?.items ?? [];
  return (
    <Page
      title={t("accounts.title")}
      about={t("accounts.about")}
      actions={<Button onClick={adding.open}>{t("accounts.add")}</Button>}
    >
      <ErrorNote error={accounts.error} onRetry={() => accounts.refetch()} />
      {accounts.isSuccess && items.length === 0 && (
        <Empty title={t("accounts.emptyTitle")} help={t("accounts.emptyHelp")} />
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {items.map((account) => (
          <AccountCard key={account.id} account={account} />
        ))}
      </SimpleGrid>
      {items.some(({ provider }) => provider === "cloud") && <WebhookHelp />}
      <Modal
        opened={isAdding}
        onClose={adding.close}
        title={t("accounts.add")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <AccountForm onDone={adding.close} />
      </Modal>
    </Page>
  );
}

/** The address that Meta's settings ask for. */
function WebhookHelp() {
  const { t } = useTranslation();
  return (
    <Alert color="gray" title={t("accounts.webhookTitle")}>
      <Text size="sm" mb="xs">
        {t("accounts.webhookHelp")}
      </Text>
      <CopyLine text={`${window.location.origin}/hooks/whatsapp`} />
    </Alert>
  );
}
