/** Settings before and after, one under the other. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "../i18n/history";
import { type FieldChange, MAX_CHANGES } from "../model/fieldChanges";
import classes from "./history.module.css";

export function Fields({ changes }: { changes: readonly FieldChange[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.fields}>
      {changes.length === 0 && <Text size="sm">{t("history.compare.noFields")}</Text>}
      {changes.map(({ path, before, after }) => (
        <div key={path.join("\n")}>
          <Text size="xs" fw={600}>
            {path.join(" › ")}
          </Text>
          {before !== undefined && <Side side="before" text={before} />}
          {after !== undefined && <Side side="after" text={after} />}
        </div>
      ))}
      {changes.length === MAX_CHANGES && (
        <Text size="xs" c="dimmed">
          {t("history.compare.more", { count: MAX_CHANGES })}
        </Text>
      )}
    </div>
  );
}

function Side({ side, text }: { side: "before" | "after"; text: string }) {
  const { t } = useTranslation();
  const Tag = side === "before" ? "del" : "ins";
  return (
    <Tag
      className={classes.side}
      data-side={side}
      title={t(`history.compare.${side}`)}
      style={{ textDecoration: "none" }}
    >
      {text}
    </Tag>
  );
}
