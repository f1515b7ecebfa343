/** Which account and customer the phone writes as, kept in this browser, and the execution it looks at. */
import { create } from "zustand";
import { NOTHING } from "./follow";
import type { LiveRun } from "./useLiveRun";

interface Choice {
  accountId: number | null;
  contactId: number | null;
}

interface PhoneState extends Choice {
  /** The execution drawn on the canvas, or all that a simulation did. */
  run: LiveRun;
  choose(choice: Choice): void;
  show(run: LiveRun): void;
}

const KEY = "parley-phone";

export const usePhone = create<PhoneState>()((set) => ({
  ...remembered(),
  run: { ...NOTHING, isNew: false },
  choose({ accountId, contactId }) {
    localStorage.setItem(KEY, JSON.stringify({ accountId, contactId }));
    set({ accountId, contactId });
  },
  show: (run) => set({ run }),
}));

function remembered(): Choice {
  try {
    const { accountId, contactId } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, unknown>;
    return { accountId: idOf(accountId), contactId: idOf(contactId) };
  } catch {
    return { accountId: null, contactId: null };
  }
}

const idOf = (value: unknown) => (typeof value === "number" && Number.isSafeInteger(value) ? value : null);
