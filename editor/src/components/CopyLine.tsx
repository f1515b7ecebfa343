/** A line to be pasted elsewhere, with a button that copies it. */
import { Button, Code, CopyButton, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function CopyLine({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Code style={{ overflowWrap: "anywhere" }}>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy}>
            {copied ? t("common.copied") : t("common.copy")}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
