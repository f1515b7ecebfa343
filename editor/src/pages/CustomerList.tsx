/** The customers of a simulator account, latest talk first, and the form for a new one. */
import "../i18n/pages";
import { Button, Group, Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { addContact } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { Face } from "../components/Face";
import { Foreign } from "../components/Foreign";
import { textsOf } from "../components/forms";
import { LoadMore } from "../components/LoadMore";
import type { usePages } from "../components/usePages";
import { When } from "../components/When";
import { formatPhone } from "../i18n/format";
import { nameOf } from "../run/chat/names";
import type { Account, Contact, Page } from "../types";
import classes from "./phone.module.css";

interface Props {
  account: Account;
  customers: ReturnType<typeof usePages<Page<Contact>>>;
  chosen: number | undefined;
}

export function CustomerList({ account, customers, chosen }: Props) {
  const { t } = useTranslation();
  const [isAdding, adding] = useDisclosure(false);
  return (
    <>
      <Group justify="space-between">
        <Text fw={600} component="h1" m={0} size="md">
          {t("phone.customers")}
        </Text>
        <Button size="xs" variant="light" onClick={adding.open}>
          {t("phone.newCustomer")}
        </Button>
      </Group>
      <ul className={classes.customers}>
        {[...customers.items].sort(byLatest).map((customer) => (
          <CustomerRow
            key={customer.id}
            account={account}
            customer={customer}
            isChosen={customer.id === chosen}
          />
        ))}
      </ul>
      {customers.isSuccess && customers.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("phone.noCustomers")}
        </Text>
      )}
      <LoadMore list={customers} />
      <Modal
        opened={isAdding}
        onClose={adding.close}
        title={t("phone.newCustomer")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <NewCustomer account={account} onDone={adding.close} />
      </Modal>
    </>
  );
}

function CustomerRow({
  account,
  customer,
  isChosen,
}: {
  account: Account;
  customer: Contact;
  isChosen: boolean;
}) {
  const name = nameOf(customer);
  return (
    <li>
      <UnstyledButton
        component={Link}
        href={`/phone/${account.id}/${customer.id}`}
        className={classes.customer}
        aria-current={isChosen ? "true" : undefined}
      >
        <Face name={name} />
        <div className={classes.customerText}>
          <Foreign text={name} size="sm" fw={600} oneLine />
          <Text size="xs" c="dimmed" truncate>
            {formatPhone(customer.phone ?? customer.bsuid ?? "")}
          </Text>
        </div>
        {customer.lastMessageAt && (
          <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
            <When at={customer.lastMessageAt} />
          </Text>
        )}
      </UnstyledButton>
    </li>
  );
}

function NewCustomer({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const add = useMutation({
    mutationFn: addContact,
    onSuccess: async (contact) => {
      await queries.invalidateQueries({ queryKey: ["contacts", account.id] });
      onDone();
      go(`/phone/${account.id}/${contact.id}`);
    },
  });
  return (
    <form onSubmit={(event) => add.mutate({ accountId: account.id, ...textsOf(event, ["name", "phone"]) })}>
      <Stack>
        <TextInput name="name" label={t("phone.name")} dir="auto" required data-autofocus />
        <TextInput
          name="phone"
          type="tel"
          label={t("phone.number")}
          description={t("phone.numberHelp")}
          placeholder="+34600111222"
          required
        />
        <ErrorNote error={add.error} />
        <BusyButton type="submit" isBusy={add.isPending}>
          {t("phone.addCustomer")}
        </BusyButton>
      </Stack>
    </form>
  );
}

const byLatest = (a: Contact, b: Contact) =>
  (b.lastMessageAt ?? b.createdAt).localeCompare(a.lastMessageAt ?? a.createdAt);
