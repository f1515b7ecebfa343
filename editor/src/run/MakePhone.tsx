/** What the phone shows before there is a simulator account: what it is, and the button that makes one. */
import { Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { addAccount } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";

export function MakePhone() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () => addAccount({ provider: "simulator", displayName: t("run.phone.account") }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
  return (
    <Stack gap="sm" py="xl" align="center">
      <Title order={3} size="h6">
        {t("run.phone.makeTitle")}
      </Title>
      <Text size="sm" c="dimmed" ta="center">
        {t("run.phone.makeHelp")}
      </Text>
      <BusyButton isBusy={add.isPending} onClick={() => add.mutate()}>
        {t("run.phone.make")}
      </BusyButton>
      <ErrorNote error={add.error} onClose={add.reset} />
    </Stack>
  );
}
