/** The phone: type as customers of a simulator account and read the replies. */
import "../i18n/pages";
import { ActionIcon, Select } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useLocation } from "wouter";
import { listAccounts, listContacts } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { BackIcon } from "../components/icons";
import { Page } from "../components/Page";
import { useMakeDemo } from "../components/useMakeDemo";
import { usePages } from "../components/usePages";
import { formatPhone } from "../i18n/format";
import { Chat } from "../run/chat/Chat";
import type { Account } from "../types";
import { CustomerList } from "./CustomerList";
import classes from "./phone.module.css";

const REFRESH_MS = 3_000;

interface Props {
  accountId: number | undefined;
  contactId: number | undefined;
}

export default function PhonePage({ accountId, contactId }: Props) {
  const { t } = useTranslation();
  useDocumentTitle(`${t("phone.title")} · Parley`);
  const accounts = useQuery({ queryKey: ["accounts"], queryFn: listAccounts });
  if (accounts.isError) return <ErrorNote error={accounts.error} onRetry={() => accounts.refetch()} />;
  if (accounts.isPending) return null;
  const simulators = accounts.data.items.filter((account) => account.provider === "simulator");
  if (simulators.length === 0) return <NoSimulator />;
  const account = simulators.find(({ id }) => id === accountId);
  if (account === undefined) return <Redirect to={`/phone/${simulators[0]?.id}`} replace />;
  return <Phone key={account.id} account={account} simulators={simulators} contactId={contactId} />;
}

function Phone({
  account,
  simulators,
  contactId,
}: {
  account: Account;
  simulators: Account[];
  contactId?: number;
}) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const customers = usePages({
    queryKey: ["contacts", account.id],
    load: (cursor) => listContacts(account.id, cursor),
    everyMs: REFRESH_MS,
  });
  const customer = customers.items.find(({ id }) => id === contactId);
  return (
    <div className={classes.phone} data-chatting={customer !== undefined || undefined}>
      <section className={classes.side} aria-label={t("phone.customers")}>
        <Select
          label={t("phone.account")}
          data={simulators.map(({ id, displayName, phoneNumber }) => ({
            value: String(id),
            label: `${displayName} (${formatPhone(phoneNumber)})`,
          }))}
          value={String(account.id)}
          allowDeselect={false}
          onChange={(id) => go(`/phone/${id}`)}
        />
        <ErrorNote error={customers.error} onRetry={() => customers.refetch()} />
        <CustomerList account={account} customers={customers} chosen={contactId} />
      </section>
      {customer ? (
        <Chat key={customer.id} account={account} customer={customer} back={<Back account={account} />} />
      ) : (
        <div className={classes.nobody}>{customers.isSuccess && t("phone.chooseHelp")}</div>
      )}
    </div>
  );
}

function Back({ account }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      component={Link}
      href={`/phone/${account.id}`}
      variant="subtle"
      color="gray"
      hiddenFrom="sm"
      aria-label={t("phone.back")}
    >
      <BackIcon />
    </ActionIcon>
  );
}

function NoSimulator() {
  const { t } = useTranslation();
  const demo = useMakeDemo();
  return (
    <Page title={t("phone.title")}>
      <Empty title={t("phone.emptyTitle")} help={t("phone.emptyHelp")}>
        <BusyButton isBusy={demo.isPending} onClick={() => demo.mutate()}>
          {t("demo.make")}
        </BusyButton>
      </Empty>
      <ErrorNote error={demo.error} />
    </Page>
  );
}
