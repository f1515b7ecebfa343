/** The top of a chat: the business as the customer's phone shows it. */
import "../../i18n/pages";
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Face } from "../../components/Face";
import { Foreign } from "../../components/Foreign";
import { isolate } from "../../i18n/format";
import type { Account } from "../../types";
import classes from "./chat.module.css";

export function ChatHead({ account, name, back }: { account: Account; name: string; back: ReactNode }) {
  const { t } = useTranslation();
  return (
    <header className={classes.chatHead}>
      {back}
      <Face name={account.displayName} />
      <div className={classes.names}>
        <Foreign text={account.displayName} fw={600} size="sm" oneLine />
        <Text size="xs" c="dimmed" truncate>
          {t("phone.seenBy", { name: isolate(name) })}
        </Text>
      </div>
    </header>
  );
}
