/** Says to screen readers what the canvas did. */
import { VisuallyHidden } from "@mantine/core";
import { useCanvas } from "./view";

export function Announcer() {
  const { text, key } = useCanvas((state) => state.announcement);
  return (
    <VisuallyHidden aria-live="polite" aria-atomic="true">
      <span key={key}>{text}</span>
    </VisuallyHidden>
  );
}
