/** A remark of the check that hinders nothing, under its field. */
import type { ReactNode } from "react";
import styles from "./forms.module.css";

export function Warning({ children }: { children: ReactNode }) {
  return children ? <p className={styles.warning}>{children}</p> : null;
}
