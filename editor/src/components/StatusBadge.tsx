/** The status of an execution, step, account or message as a coloured word. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { en } from "../i18n/en";

type Word = keyof (typeof en)["status"];

const COLORS: Partial<Record<string, string>> = {
  Running: "blue",
  Pending: "blue",
  Connecting: "blue",
  Completed: "parley",
  Connected: "parley",
  Healthy: "parley",
  Paused: "yellow",
  Warning: "yellow",
  Failed: "red",
  Critical: "red",
};

export function StatusBadge({ status }: { status: string }) {
  const { t, i18n } = useTranslation();
  const word = i18n.exists(`status.${status}`) ? t(`status.${status as Word}`) : status;
  return (
    <Badge color={COLORS[status] ?? "gray"} variant="light" tt="none" autoContrast style={{ flexShrink: 0 }}>
      {word}
    </Badge>
  );
}
