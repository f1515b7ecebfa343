/** Hands a document to the browser as a file. */
export function saveAsFile(draft: unknown, name: string): void {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(draft, null, 2)], { type: "application/json" }),
  );
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "flow"}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
