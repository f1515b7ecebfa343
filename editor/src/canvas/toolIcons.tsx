/** The drawings of what arranges and groups; they come with its bar. */
import type { ReactNode } from "react";
import { Glyph } from "../components/Glyph";
import type { Arrangement } from "../model/align";

const drawn = (path: string) => (
  <Glyph>
    <path d={path} />
  </Glyph>
);

export const ARRANGE_ICONS: Record<Arrangement, ReactNode> = {
  left: drawn("M4 3v18M8 6h12v4H8zM8 14h7v4H8z"),
  centre: drawn("M12 3v3M12 10v4M12 18v3M5 6h14v4H5zM8 14h8v4H8z"),
  right: drawn("M20 3v18M4 6h12v4H4zM9 14h7v4H9z"),
  top: drawn("M3 4h18M6 8h4v12H6zM14 8h4v7h-4z"),
  middle: drawn("M3 12h3M10 12h4M18 12h3M6 5h4v14H6zM14 8h4v8h-4z"),
  bottom: drawn("M3 20h18M6 4h4v12H6zM14 9h4v7h-4z"),
  across: drawn("M3 4v16M21 4v16M9 7h6v10H9z"),
  down: drawn("M4 3h16M4 21h16M7 9h10v6H7z"),
};

export const GroupIcon = () =>
  drawn(
    "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 8h5v5H8zM11 13v3h5v-5h-3",
  );
export const UngroupIcon = () => drawn("M4 4h8v8H4zM15 15h5v5h-5zM14 10l6-6M10 14l-6 6");
export const PencilIcon = () => drawn("M4 20l1-5L16 4l4 4L9 19zM14 6l4 4");
