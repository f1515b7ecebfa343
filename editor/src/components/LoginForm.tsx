/** Email, password, and the session they open. */
import "../i18n/pages";
import { PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { logIn } from "../calls";
import { startSession } from "../session";
import { BusyButton } from "./BusyButton";
import { ErrorNote } from "./ErrorNote";
import { textsOf } from "./forms";

export function LoginForm({ email }: { email?: string }) {
  const { t } = useTranslation();
  const login = useMutation({ mutationFn: logIn, onSuccess: startSession });
  return (
    <form onSubmit={(event) => login.mutate(textsOf(event, ["email", "password"]))}>
      <Stack>
        <TextInput
          name="email"
          type="email"
          label={t("login.email")}
          defaultValue={email}
          required
          autoComplete="username"
        />
        <PasswordInput
          name="password"
          label={t("login.password")}
          required
          data-autofocus
          autoComplete="current-password"
        />
        <ErrorNote error={login.error} />
        <BusyButton type="submit" isBusy={login.isPending}>
          {t("login.submit")}
        </BusyButton>
      </Stack>
    </form>
  );
}
