/** The short form for a customer to write as. */
import "../i18n/pages";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { addContact } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { textsOf } from "../components/forms";
import type { Account } from "../types";
import { usePhone } from "./usePhone";

interface Props {
  account: Account;
  /** Nobody can write yet: the form proposes somebody and cannot be left. */
  isFirst: boolean;
  onDone(): void;
}

/** A number that nobody can have: 555-01xx is kept free for fiction. */
const NUMBER = "+12025550111";

export function NewCustomer({ account, isFirst, onDone }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const choose = usePhone((phone) => phone.choose);
  const add = useMutation({
    mutationFn: addContact,
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ["contacts", account.id] });
      choose({ accountId: account.id, contactId: id });
      onDone();
    },
  });
  const first = useRef<HTMLInputElement>(null);
  // Asked for by the person, so they are about to type.
  useEffect(() => {
    if (!isFirst) first.current?.focus();
  }, [isFirst]);
  return (
    <form onSubmit={(event) => add.mutate({ accountId: account.id, ...textsOf(event, ["name", "phone"]) })}>
      <Stack gap="xs">
        {isFirst && <Text size="sm">{t("run.phone.noCustomer")}</Text>}
        <TextInput
          ref={first}
          name="name"
          size="xs"
          label={t("phone.name")}
          defaultValue={isFirst ? t("run.phone.firstName") : ""}
          dir="auto"
          required
        />
        <TextInput
          name="phone"
          type="tel"
          size="xs"
          label={t("phone.number")}
          placeholder={NUMBER}
          defaultValue={isFirst ? NUMBER : ""}
          required
        />
        <ErrorNote error={add.error} />
        <Group gap="xs">
          <BusyButton type="submit" size="xs" isBusy={add.isPending}>
            {t("phone.addCustomer")}
          </BusyButton>
          {!isFirst && (
            <Button size="xs" variant="default" onClick={onDone}>
              {t("run.phone.cancel")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
