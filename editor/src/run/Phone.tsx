/** The phone of one simulator account: who writes, which version answers, and the chat. */
import { Button, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { listContacts } from "../calls";
import { ErrorNote } from "../components/ErrorNote";
import { usePages } from "../components/usePages";
import { formatPhone } from "../i18n/format";
import { ask } from "../model/asking";
import { useEditorStore } from "../model/EditorContext";
import type { Account, Contact } from "../types";
import { Chat } from "./chat/Chat";
import { NewCustomer } from "./NewCustomer";
import { OtherFlowNote } from "./OtherFlowNote";
import classes from "./phone.module.css";
import { useChosenCustomer } from "./useChosenCustomer";
import { useFeed } from "./useFeed";
import { usePhone } from "./usePhone";
import { useShownRun } from "./useShownRun";
import { useLiveVersion, VersionNote } from "./VersionNote";
import { WriteAs } from "./WriteAs";

/** What a message of the customer may end: then no word is suggested that would start the flow. */
const WAITS: ReadonlySet<unknown> = new Set(["reply", "first"]);

/** The steps of the run tell of most messages at once; ticks come without a step. */
const REFRESH_MS = 2_000;

interface Props {
  flowId: number;
  account: Account;
  simulators: Account[];
}

export function Phone({ flowId, account, simulators }: Props) {
  const [isAdding, setAdding] = useState(false);
  const customers = usePages({
    queryKey: ["contacts", account.id],
    load: (cursor) => listContacts(account.id, cursor),
  });
  const customer = useChosenCustomer(account, customers.isSuccess ? customers.items : undefined);
  return (
    <>
      {simulators.length > 1 && <AccountSelect account={account} simulators={simulators} />}
      <ErrorNote error={customers.error} onRetry={() => customers.refetch()} />
      {customer && !isAdding && (
        <WriteAs
          customers={customers.items}
          customer={customer}
          account={account}
          onNew={() => setAdding(true)}
        />
      )}
      {customers.isSuccess && (isAdding || !customer) && (
        <NewCustomer account={account} isFirst={!customer} onDone={() => setAdding(false)} />
      )}
      {customer && <Talk flowId={flowId} account={account} customer={customer} />}
    </>
  );
}

function Talk({ flowId, account, customer }: { flowId: number; account: Account; customer: Contact }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const version = useLiveVersion(flowId);
  useFeed(customer.id);
  const waits = useShownRun(({ run }) => WAITS.has(run.execution?.waitingFor));
  const blocked = version.isPublished === false && (
    <Stack gap={2}>
      <Text size="sm" fw={600} c="var(--mantine-color-text)">
        {t("run.phone.notPublished")}
      </Text>
      {t("run.phone.notPublishedHelp")}
      <Button size="compact-xs" variant="light" mt={6} me="auto" onClick={() => ask(store, "simulator")}>
        {t("run.phone.simulate")}
      </Button>
    </Stack>
  );
  return (
    <>
      <VersionNote version={version} />
      <OtherFlowNote flowId={flowId} contactId={customer.id} />
      <div className={classes.device}>
        <Chat
          key={customer.id}
          account={account}
          customer={customer}
          refreshMs={REFRESH_MS}
          blocked={blocked || undefined}
          suggestion={waits ? undefined : version.keyword}
        />
      </div>
    </>
  );
}

function AccountSelect({ account, simulators }: Omit<Props, "flowId">) {
  const { t } = useTranslation();
  const choose = usePhone((phone) => phone.choose);
  return (
    <Select
      size="xs"
      aria-label={t("run.phone.account")}
      data={simulators.map(({ id, displayName, phoneNumber }) => ({
        value: String(id),
        label: `${displayName} (${formatPhone(phoneNumber)})`,
      }))}
      value={String(account.id)}
      allowDeselect={false}
      onChange={(id) => choose({ accountId: Number(id), contactId: null })}
    />
  );
}
