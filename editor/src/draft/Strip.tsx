/** Lines under the bar that want to be read: why nothing is saved, what was rescued, what was just done. */
import { CloseButton } from "@mantine/core";
import type { ReactNode } from "react";
import { BusyButton } from "../components/BusyButton";
import classes from "./bar.module.css";

interface Props {
  look: "trouble" | "news" | "calm";
  text: string;
  onClose?: () => void;
  closeLabel?: string;
  children?: ReactNode;
}

export function Strip({ look, text, onClose, closeLabel, children }: Props) {
  return (
    <div className={classes.strip} data-look={look} role={look === "trouble" ? "alert" : undefined}>
      <span className="foreign">{text}</span>
      {children}
      {onClose && <CloseButton size="sm" aria-label={closeLabel} onClick={onClose} />}
    </div>
  );
}

export function StripButton({
  label,
  onClick,
  isBusy = false,
}: {
  label: string;
  onClick: () => void;
  isBusy?: boolean;
}) {
  return (
    <BusyButton size="compact-xs" variant="default" isBusy={isBusy} onClick={onClick}>
      {label}
    </BusyButton>
  );
}
