/** Any JSON value, readable: a short table of paths and values, or indented JSON when that would be long. */
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDateTime, isMoment } from "../i18n/format";
import { Foreign } from "./Foreign";

const MAX_LINES = 14;

type Line = [path: string, value: unknown];

export function Data({ value, label }: { value: unknown; label: string }) {
  const { t } = useTranslation();
  if (isEmpty(value)) {
    return (
      <Text size="sm" c="dimmed">
        {t("common.nothing")}
      </Text>
    );
  }
  const lines = linesOf(value);
  if (lines !== null) return <DataTable lines={lines} label={label} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when long, so the keyboard must reach it
    <section className="data" dir="auto" tabIndex={0} aria-label={label}>
      {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
    </section>
  );
}

function DataTable({ lines, label }: { lines: Line[]; label: string }) {
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} aria-label={label}>
      <Table.Tbody>
        {lines.map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th w="1%" pe="md" fw={400} style={{ verticalAlign: "top", minWidth: "6rem" }}>
              <Text span size="sm" c="dimmed">
                {key}
              </Text>
            </Table.Th>
            <Table.Td>
              <Value value={value} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Value({ value }: { value: unknown }) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (!isMoment(text)) return <Foreign size="sm" text={text} />;
  return (
    <Text span size="sm" title={text}>
      <time dateTime={text}>{formatDateTime(text)}</time>
    </Text>
  );
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** `{body: {text: "Hi"}}` as `body.text: Hi`; null for lists of objects and for what is too long. */
function linesOf(value: unknown): Line[] | null {
  if (!isObject(value)) return null;
  const lines = Object.entries(value).flatMap(([key, part]): (Line | null)[] => {
    if (Array.isArray(part)) return [part.some(isObject) ? null : [key, part]];
    if (!isObject(part) || isEmpty(part)) return [[key, part]];
    return (linesOf(part) ?? [null]).map((line) => line && [`${key}.${line[0]}`, line[1]]);
  });
  return lines.length <= MAX_LINES && lines.every((line) => line !== null) ? lines : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
