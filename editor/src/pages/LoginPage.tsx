/** Signing in with email and password. */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { logIn } from "../calls";
import { Door } from "../components/Door";
import { ErrorNote } from "../components/ErrorNote";
import { textsOf } from "../components/forms";
import { startSession } from "../session";

export default function LoginPage() {
  const { t } = useTranslation();
  const login = useMutation({ mutationFn: logIn, onSuccess: startSession });
  return (
    <Door title={t("login.title")}>
      <form onSubmit={(event) => login.mutate(textsOf(event, ["email", "password"]))}>
        <Stack>
          <TextInput name="email" type="email" label={t("login.email")} required autoComplete="username" />
          <PasswordInput
            name="password"
            label={t("login.password")}
            required
            autoComplete="current-password"
          />
          <ErrorNote error={login.error} />
          <Button type="submit" loading={login.isPending}>
            {t("login.submit")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
