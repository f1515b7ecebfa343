/** The phone beside the canvas: write to the flow as a customer, and see what it answers. */
import { CloseButton, Group, Text } from "@mantine/core";
import "../i18n/run";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { listAccounts } from "../calls";
import { ErrorNote } from "../components/ErrorNote";
import { MakePhone } from "./MakePhone";
import { Phone } from "./Phone";
import classes from "./phone.module.css";
import { RunState } from "./RunState";
import { useFollowRun } from "./useFollowRun";
import { type LiveRun, useLiveRun } from "./useLiveRun";
import { usePhone } from "./usePhone";

interface Props {
  flowId: number;
  /** Hears of the run beside the phone, and of nothing any more when the phone is closed. */
  onRun(run: LiveRun | undefined): void;
  onClose(): void;
}

export default function PhonePanel({ flowId, onRun, onClose }: Props) {
  const { t } = useTranslation();
  const run = useLiveRun(flowId);
  useEffect(() => onRun(run), [onRun, run]);
  useEffect(() => () => onRun(undefined), [onRun]);
  useFollowRun();
  return (
    <section className={classes.panel} aria-label={t("run.phone.title")}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text component="h2" fw={600} size="sm" m={0}>
          {t("run.phone.title")}
        </Text>
        <RunState />
        <CloseButton size="sm" onClick={onClose} aria-label={t("run.phone.close")} />
      </Group>
      <Account flowId={flowId} />
    </section>
  );
}

/** The phone of the account chosen last, of the first one otherwise. */
function Account({ flowId }: { flowId: number }) {
  const chosen = usePhone((phone) => phone.accountId);
  const accounts = useQuery({ queryKey: ["accounts"], queryFn: listAccounts });
  if (accounts.isError) return <ErrorNote error={accounts.error} onRetry={() => accounts.refetch()} />;
  if (accounts.isPending) return null;
  const simulators = accounts.data.items.filter(({ provider }) => provider === "simulator");
  const account = simulators.find(({ id }) => id === chosen) ?? simulators[0];
  if (account === undefined) return <MakePhone />;
  return <Phone key={account.id} flowId={flowId} account={account} simulators={simulators} />;
}
