/** What is switched off is still there to be read. */
export const READABLE = { label: { color: "var(--mantine-color-text)" } };
