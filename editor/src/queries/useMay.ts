/** Whether the role of whoever is signed in allows something. */
import { useSyncExternalStore } from "react";
import { getSession, subscribe } from "../session";
import type { User } from "../types";

export type Permission = User["permissions"][number];

export function useMay(permission: Permission): boolean {
  const session = useSyncExternalStore(subscribe, getSession);
  return "user" in session && session.user.permissions.includes(permission);
}
