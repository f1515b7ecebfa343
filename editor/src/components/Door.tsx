/** The card of the pages before signing in. */
import { Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

export function Door({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  useDocumentTitle(`${title} · Parley`);
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <Group gap="sm" justify="center">
          <img src="/favicon.svg" width={36} height={36} alt="" />
          <Text fw={700} size="xl">
            Parley
          </Text>
        </Group>
        <Paper withBorder p="xl" shadow="xs">
          <Stack gap="md">
            <div>
              <Title order={1} size="h3">
                {title}
              </Title>
              {help && (
                <Text c="dimmed" size="sm" mt={4}>
                  {help}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
