/** First run: asks for the owner, because there is no default password. */
import "../i18n/pages";
import { PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import { setUp } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { Door } from "../components/Door";
import { ErrorNote } from "../components/ErrorNote";
import { textsOf } from "../components/forms";
import { startSession } from "../session";

export default function SetupPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const setup = useMutation({
    mutationFn: setUp,
    onSuccess: startSession,
    onError: (error) => {
      // Somebody else was quicker: show the login instead.
      if (error instanceof Problem && error.code === "setup_done")
        void queries.invalidateQueries({ queryKey: ["setup"] });
    },
  });
  return (
    <Door title={t("setup.title")} help={t("setup.help")}>
      <form onSubmit={(event) => setup.mutate(textsOf(event, ["email", "password", "name"]))}>
        <Stack>
          <TextInput
            name="name"
            label={t("setup.name")}
            required
            autoComplete="name"
            dir="auto"
            data-autofocus
          />
          <TextInput name="email" type="email" label={t("login.email")} required autoComplete="username" />
          <PasswordInput
            name="password"
            label={t("login.password")}
            description={t("setup.passwordHelp")}
            required
            autoComplete="new-password"
          />
          <ErrorNote error={setup.error} />
          <BusyButton type="submit" isBusy={setup.isPending}>
            {t("setup.submit")}
          </BusyButton>
        </Stack>
      </form>
    </Door>
  );
}
