/** A button that says when it works: it takes no second press then, and keeps the keyboard, which a disabled button would lose. */
import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithRef, MouseEvent } from "react";

type Props = Omit<ButtonProps, "loading" | "renderRoot"> &
  Omit<ComponentPropsWithRef<"button">, keyof ButtonProps> & { isBusy: boolean };

export function BusyButton({ isBusy, onClick, ...button }: Props) {
  return (
    <Button
      {...button}
      loading={isBusy}
      onClick={isBusy ? refuse : onClick}
      renderRoot={({ disabled, ...root }) => (
        <button {...root} aria-busy={isBusy} aria-disabled={disabled || undefined} />
      )}
    />
  );
}

/** Also a form that Enter would send again. */
const refuse = (press: MouseEvent) => press.preventDefault();
