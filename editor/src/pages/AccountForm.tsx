/** Adds an account: a real one at Meta, or a simulator to try things with. */
import "../i18n/pages";
import { SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addAccount } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { textsOf } from "../components/forms";
import type { Account } from "../types";
import { SecretFields } from "./SecretsForm";

const ALWAYS = ["displayName", "phoneNumber"] as const;
const AT_META = [...ALWAYS, "phoneNumberId", "accessToken", "appSecret", "verifyToken"] as const;

export function AccountForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [provider, setProvider] = useState<Account["provider"]>("cloud");
  const add = useMutation({
    mutationFn: addAccount,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["accounts"] });
      onDone();
    },
  });
  const isCloud = provider === "cloud";
  return (
    <form onSubmit={(event) => add.mutate({ provider, ...textsOf(event, isCloud ? AT_META : ALWAYS) })}>
      <Stack>
        <SegmentedControl
          aria-label={t("accounts.provider")}
          value={provider}
          onChange={(value) => setProvider(value as Account["provider"])}
          data={[
            { value: "cloud", label: t("accounts.cloud") },
            { value: "simulator", label: t("accounts.simulator") },
          ]}
        />
        <Text size="sm" c="dimmed">
          {t(isCloud ? "accounts.cloudHelp" : "accounts.simulatorHelp")}
        </Text>
        <TextInput name="displayName" label={t("accounts.displayName")} dir="auto" required data-autofocus />
        <TextInput
          name="phoneNumber"
          type="tel"
          label={t("accounts.phoneNumber")}
          description={t("phone.numberHelp")}
          placeholder="+34600111222"
          required
        />
        {isCloud && (
          <>
            <TextInput
              name="phoneNumberId"
              label={t("accounts.phoneNumberId")}
              description={t("accounts.phoneNumberIdHelp")}
              required
            />
            <SecretFields isRequired />
          </>
        )}
        <ErrorNote error={add.error} />
        <BusyButton type="submit" isBusy={add.isPending}>
          {t("accounts.add")}
        </BusyButton>
      </Stack>
    </form>
  );
}
