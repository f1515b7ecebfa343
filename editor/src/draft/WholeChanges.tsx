/** What differs in the flow as a whole: its name, description, settings and saved chats. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getFlowSettings } from "../calls";
import "../i18n/history";
import { type FieldChange, settingChanges } from "../model/fieldChanges";
import type { JsonSchema } from "../model/schema";
import type { Compared } from "./ChangesPanel";
import { Fields } from "./Fields";
import classes from "./history.module.css";

export function WholeChanges({ before, after, diff: { whole } }: Compared) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["flow-settings"],
    queryFn: getFlowSettings,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: whole.includes("settings"),
  });
  if (whole.length === 0) return null;
  const changes: FieldChange[] = (["name", "description"] as const)
    .filter((part) => whole.includes(part))
    .map((part) => ({
      path: [t(`history.compare.${part}`)],
      before: before[part] || undefined,
      after: after[part] || undefined,
    }));
  if (whole.includes("settings")) {
    const schema = (data?.schema ?? { properties: {} }) as JsonSchema;
    changes.push(...settingChanges(before.settings, after.settings, schema, t));
  }
  return (
    <div>
      <Text component="h2" size="sm" fw={600} m={0}>
        {t("history.compare.whole")}
      </Text>
      <div className={`${classes.entry} ${classes.whole}`} data-look="changed">
        {changes.length > 0 && <Fields changes={changes} />}
        {whole.includes("tests") && (
          <Text size="sm" px={10} py={6}>
            {t("history.compare.tests")}
          </Text>
        )}
      </div>
    </div>
  );
}
