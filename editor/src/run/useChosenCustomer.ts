/** The customer the phone writes as: the one chosen last, else the one who talked last. */
import { useEffect } from "react";
import type { Account, Contact } from "../types";
import { usePhone } from "./usePhone";

/** `customers` is undefined while they are not known. */
export function useChosenCustomer(account: Account, customers: Contact[] | undefined): Contact | undefined {
  const choose = usePhone((phone) => phone.choose);
  const chosen = usePhone((phone) => phone.contactId);
  const customer = customers?.find(({ id }) => id === chosen) ?? customers?.toSorted(byLatest)[0];
  const isKnown = customers !== undefined;
  const contactId = customer?.id ?? null;
  // The canvas follows this customer's executions, so a choice made here must be everybody's.
  useEffect(() => {
    if (isKnown && contactId !== chosen) choose({ accountId: account.id, contactId });
  }, [isKnown, contactId, chosen, choose, account.id]);
  return customer;
}

const byLatest = (a: Contact, b: Contact) =>
  (b.lastMessageAt ?? b.createdAt).localeCompare(a.lastMessageAt ?? a.createdAt);
