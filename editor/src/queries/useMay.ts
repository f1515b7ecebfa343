/** Whether the role of whoever is signed in allows something. */
import { useSyncExternalStore } from "react";
import { getSession, subscribe } from "../session";
import type { User } from "../types";

export type Permission = User["permissions"][number];

export function useMay(permission: Permission): boolean {
  const session = useSyncExternalStore(subscribe, getSession);
  return allows(session, permission);
}

/** The same at this moment, for what is decided once. */
export const may = (permission: Permission): boolean => allows(getSession(), permission);

const allows = (session: ReturnType<typeof getSession>, permission: Permission): boolean =>
  "user" in session && session.user.permissions.includes(permission);
