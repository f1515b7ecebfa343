/** The status of an execution, step, account or message as a coloured word. */
import "../i18n/pages";
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type pages from "../i18n/en/pages.json";

type Word = keyof (typeof pages)["status"];

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

/** Pixels; the kit's own of a small badge are too few. */
const SMALLEST = 11;

interface Props {
  status: string;
  /** Said instead of the status's own word. */
  word?: string;
  size?: "sm" | "md";
}

export function StatusBadge({ status, word, size }: Props) {
  const { t, i18n } = useTranslation();
  const own = i18n.exists(`status.${status}`) ? t(`status.${status as Word}`) : status;
  return (
    <Badge
      color={COLORS[status] ?? "gray"}
      variant="light"
      tt="none"
      autoContrast
      size={size}
      fz={size === "sm" ? SMALLEST : undefined}
      style={{ flexShrink: 0 }}
    >
      {word ?? own}
    </Badge>
  );
}
