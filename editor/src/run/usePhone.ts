/** Which account and customer the phone writes as, kept in this browser. */
import { create } from "zustand";
import { browserShelf, put } from "../storage";

interface Choice {
  accountId: number | null;
  contactId: number | null;
}

interface PhoneState extends Choice {
  choose(choice: Choice): void;
}

const KEY = "parley-phone";

export const usePhone = create<PhoneState>()((set) => ({
  ...remembered(),
  choose({ accountId, contactId }) {
    put(browserShelf(), KEY, JSON.stringify({ accountId, contactId }));
    set({ accountId, contactId });
  },
}));

function remembered(): Choice {
  try {
    const { accountId, contactId } = JSON.parse(browserShelf().getItem(KEY) ?? "{}") as Record<
      string,
      unknown
    >;
    return { accountId: idOf(accountId), contactId: idOf(contactId) };
  } catch {
    return { accountId: null, contactId: null };
  }
}

const idOf = (value: unknown) => (typeof value === "number" && Number.isSafeInteger(value) ? value : null);
