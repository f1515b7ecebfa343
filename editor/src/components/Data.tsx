/** Any JSON value, readable: a short table for flat objects, indented JSON for the rest. */
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Foreign } from "./Foreign";

const MAX_TABLE_ROWS = 20;
const MAX_CELL_CHARACTERS = 2_000;

export function Data({ value, label }: { value: unknown; label: string }) {
  const { t } = useTranslation();
  if (isEmpty(value)) {
    return (
      <Text size="sm" c="dimmed">
        {t("common.nothing")}
      </Text>
    );
  }
  if (isFlat(value)) return <DataTable entries={Object.entries(value)} label={label} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when long, so the keyboard must reach it
    <section className="data" dir="auto" tabIndex={0} aria-label={label}>
      {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
    </section>
  );
}

function DataTable({ entries, label }: { entries: [string, unknown][]; label: string }) {
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} aria-label={label}>
      <Table.Tbody>
        {entries.map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th w="1%" pr="md" fw={400} style={{ verticalAlign: "top", whiteSpace: "nowrap" }}>
              <Text span size="sm" c="dimmed">
                {key}
              </Text>
            </Table.Th>
            <Table.Td>
              <Foreign size="sm" text={typeof value === "string" ? value : JSON.stringify(value)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function isFlat(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const parts = Object.values(value);
  return parts.length <= MAX_TABLE_ROWS && parts.every(isShort);
}

const isShort = (part: unknown) =>
  typeof part !== "object" || part === null || JSON.stringify(part).length <= 2
    ? typeof part !== "string" || part.length <= MAX_CELL_CHARACTERS
    : false;
