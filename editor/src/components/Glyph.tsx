/** The frame of every drawing of ours: one stroke style, in the colour of the words beside it. */
import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
  size?: number;
  stroke?: number;
}

export function Glyph({ children, size = 16, stroke = 2 }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
