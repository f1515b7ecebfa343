/** Shows a sentence instead of an empty page when drawing fails. */
import { Button, Code, Container, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { t } from "../i18n";

interface State {
  error: Error | null;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
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
}
