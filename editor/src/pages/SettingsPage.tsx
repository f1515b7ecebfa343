/** How the editor looks to this person, and the way out. */
import { translated } from "../i18n/sentences";
import "../i18n/pages";
import { Paper, SegmentedControl, Select, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { logOut } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { Page } from "../components/Page";
import { forgetRescues, rescuesFor } from "../draft/rescueShelf";
import { language } from "../i18n";
import { chooseLanguage, LANGUAGES, type Language } from "../i18n/languages";
import { endSession } from "../session";
import { browserShelf } from "../storage";
import type { User } from "../types";

export default function SettingsPage({ user }: { user: User }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [hasUnsaved] = useState(() => rescuesFor(browserShelf(), user.id).length > 0);
  const logout = useMutation({
    mutationFn: logOut,
    onSuccess: () => {
      forgetRescues(browserShelf(), user.id);
      endSession();
    },
  });
  return (
    <Page title={t("settings.title")}>
      <Paper withBorder p="lg" maw={560}>
        <Stack gap="xs" align="flex-start">
          <Text fw={600} id="scheme-label">
            {t("settings.appearance")}
          </Text>
          <SegmentedControl
            aria-labelledby="scheme-label"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: "light", label: t("settings.light") },
              { value: "dark", label: t("settings.dark") },
              { value: "auto", label: t("settings.auto") },
            ]}
          />
          <Text size="sm" c="dimmed">
            {t("settings.appearanceHelp")}
          </Text>
        </Stack>
      </Paper>
      <Paper withBorder p="lg" maw={560}>
        <Select
          label={t("settings.language")}
          description={t("settings.languageHelp")}
          value={language}
          data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
          allowDeselect={false}
          maw={280}
          onChange={(code) => chooseLanguage(code as Language)}
        />
      </Paper>
      <Paper withBorder p="lg" maw={560}>
        <Stack gap="xs" align="flex-start">
          <Text fw={600}>{t("settings.account")}</Text>
          <Foreign text={user.name} />
          <Text size="sm" c="dimmed">
            {t("settings.emailAndRole", { email: user.email, role: translated(user.role) })}
          </Text>
          {hasUnsaved && <Text size="sm">{t("settings.logOutForgets")}</Text>}
          <BusyButton variant="default" mt="xs" isBusy={logout.isPending} onClick={() => logout.mutate()}>
            {t("settings.logOut")}
          </BusyButton>
          <ErrorNote error={logout.error} />
        </Stack>
      </Paper>
    </Page>
  );
}
