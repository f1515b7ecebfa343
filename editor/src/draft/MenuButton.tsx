/** The three dots at the end of the bar. */
import { ActionIcon, type ActionIconProps } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import { useTranslation } from "react-i18next";
import { MoreIcon } from "../components/icons";

type Props = Omit<ComponentPropsWithRef<"button">, keyof ActionIconProps> & { isBusy?: boolean };

export function MenuButton({ isBusy, ...button }: Props) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      aria-haspopup="menu"
      aria-label={t("draft.menu.label")}
      {...button}
      variant="subtle"
      color="gray"
      size={32}
      loading={isBusy}
    >
      <MoreIcon />
    </ActionIcon>
  );
}
