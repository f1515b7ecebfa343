/** Asks to log in again over the page, which stays as it is behind the dialog. */
import { Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { getSession } from "../session";
import type { User } from "../types";
import { LoginForm } from "./LoginForm";

/** Above every other dialog of the page. */
const Z_INDEX = 1_000;

export default function LoginDialog({ user }: { user: User }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  // What was asked for meanwhile was refused: ask again once somebody is signed in.
  useEffect(
    () => () => {
      if (getSession().kind === "in") void queries.refetchQueries({ type: "active", predicate: isRefused });
    },
    [queries],
  );
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t("draft.session.title")}
      zIndex={Z_INDEX}
    >
      <Stack>
        <Text size="sm">{t("draft.session.help")}</Text>
        <LoginForm email={user.email} />
      </Stack>
    </Modal>
  );
}

const isRefused = ({ state }: { state: { status: string } }) => state.status === "error";
