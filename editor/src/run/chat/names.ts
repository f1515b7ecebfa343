/** What to call a customer. */
import type { Contact } from "../../types";

export const nameOf = ({ name, phone, bsuid }: Contact): string => name || phone || bsuid || "?";
