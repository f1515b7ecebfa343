/** Chooses the customer to write as, and leads to the form for a new one. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatPhone } from "../i18n/format";
import type { Account, Contact } from "../types";
import { nameOf } from "./chat/names";
import { usePhone } from "./usePhone";

interface Props {
  account: Account;
  customers: Contact[];
  customer: Contact;
  onNew(): void;
}

const NEW = "new";

export function WriteAs({ account, customers, customer, onNew }: Props) {
  const { t } = useTranslation();
  const choose = usePhone((phone) => phone.choose);
  return (
    <Select
      size="xs"
      aria-label={t("run.phone.writeAs")}
      data={[
        ...customers.map((one) => ({ value: String(one.id), label: labelOf(one) })),
        { value: NEW, label: t("run.phone.newCustomer") },
      ]}
      value={String(customer.id)}
      allowDeselect={false}
      onChange={(id) => (id === NEW ? onNew() : choose({ accountId: account.id, contactId: Number(id) }))}
    />
  );
}

const labelOf = (one: Contact) =>
  [nameOf(one), one.name && one.phone && formatPhone(one.phone)].filter(Boolean).join(" · ");
