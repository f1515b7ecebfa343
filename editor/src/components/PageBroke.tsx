/** What stands in place of the whole page when drawing it failed. */
import { Button, Code, Container, Stack, Text, Title } from "@mantine/core";
import { t } from "../i18n";

export function PageBroke({ error }: { error: Error }) {
  return (
    <Container size="sm" py="xl">
      <Stack role="alert">
        <Title order={1}>{t("errors.pageBroke")}</Title>
        <Text>{t("errors.pageBrokeHelp")}</Text>
        <Code block>{error.message}</Code>
        <Button onClick={() => window.location.reload()} w="fit-content">
          {t("errors.reload")}
        </Button>
      </Stack>
    </Container>
  );
}
