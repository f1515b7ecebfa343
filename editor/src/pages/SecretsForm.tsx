/** Replaces an account's secrets; what is left empty stays as it is. */
import "../i18n/pages";
import { PasswordInput, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { textsOf } from "../components/forms";
import type { AccountChange } from "../types";
import type { ChangeAccount } from "./AccountCard";

const SECRETS = ["accessToken", "appSecret", "verifyToken"] as const;

export function SecretsForm({ change, onDone }: { change: ChangeAccount; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <form onSubmit={(event) => change.mutate(withoutEmpty(textsOf(event, SECRETS)), { onSuccess: onDone })}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("accounts.secretsHelp")}
        </Text>
        <SecretFields isRequired={false} />
        <ErrorNote error={change.error} />
        <BusyButton type="submit" isBusy={change.isPending}>
          {t("common.save")}
        </BusyButton>
      </Stack>
    </form>
  );
}

export function SecretFields({ isRequired }: { isRequired: boolean }) {
  const { t } = useTranslation();
  return SECRETS.map((name) => (
    <PasswordInput
      key={name}
      name={name}
      label={t(`accounts.${name}`)}
      description={t(`accounts.${name}Help`)}
      required={isRequired}
      autoComplete="off"
    />
  ));
}

function withoutEmpty(texts: Record<(typeof SECRETS)[number], string>): AccountChange {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}
