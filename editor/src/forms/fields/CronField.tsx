/** A cron line, and below it what it means and when it fires next. */

import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { language } from "../../i18n";
import { formatLocal } from "../../i18n/format";
import { useScheduleTimes } from "../../queries/useScheduleTimes";
import { sayCronLine } from "../cron";
import type { FieldProps } from "../Field";
import { useValue } from "../form";
import styles from "../forms.module.css";
import { TextField } from "./TextField";

const PAUSE = 300;

export function CronField(props: FieldProps) {
  return (
    <div>
      <TextField {...props} />
      <Times {...props} />
    </div>
  );
}

function Times({ path }: FieldProps) {
  const { t } = useTranslation();
  const cron = asText(useValue(path));
  const zone = asText(useValue([...path.slice(0, -1), "timezone"]));
  const [[line, place]] = useDebouncedValue([cron, zone] as const, PAUSE);
  const found = useScheduleTimes(line, place || undefined);
  // What we have no words for the server says, in English only.
  const text = found && (sayCronLine(line, t) ?? (language === "en" ? found.text : undefined));
  return (
    <p className={styles.times} aria-live="polite">
      {text && t("forms.cron.means", { text })}
      {found && (
        <span>
          {t("forms.cron.next", { zone: found.timezone, times: found.times.map(formatLocal).join(" · ") })}
        </span>
      )}
    </p>
  );
}

const asText = (value: unknown): string => (typeof value === "string" ? value : "");
