/** The drawings of the canvas: one for each kind of node, and those of its tools. */
import { Glyph } from "../components/Glyph";

const KINDS: Record<string, string> = {
  trigger: "M13 2.5 5 13.5h6l-1 8 8-11h-6z",
  message_received:
    "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4a2 2 0 0 1-2-2zM12 6.5V12m0 0 2.5-2.5M12 12 9.5 9.5",
  webhook: "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4",
  send_message:
    "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4a2 2 0 0 1-2-2zM8 8.5h8M8 12h5",
  send_buttons:
    "M5 3h14a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM7 8h8M3 16h8v4H3zM14 16h7v4h-7z",
  condition: "M6 3v6a3 3 0 0 0 3 3h6a3 3 0 0 1 3 3v6M6 9v12M15.5 18.5 18 21l2.5-2.5M3.5 18.5 6 21l2.5-2.5",
  wait: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
  wait_for_reply: "M9 5 4 10l5 5M4 10h10a6 6 0 0 1 6 6v3",
  wait_for_event: "M6 17V10a6 6 0 0 1 12 0v7l2 1H4zM10 21h4",
  wait_for_first: "M4 6h9M4 12h14M4 18h6M18 9l3 3-3 3",
  random_split: "M4 7h3l10 10h3M4 17h3l3-3M14 10l3-3h3M18 4l3 3-3 3M18 14l3 3-3 3",
  business_hours: "M4 10 6 4h12l2 6M4 10h16v10H4zM10 20v-5h4v5",
  goal: "M12 3a9 9 0 1 0 9 9M12 8a4 4 0 1 0 4 4M12 12l8-8M16 4h4v4",
  go_to: "M4 18V9h14M14 5l4 4-4 4",
  for_each: "M4 12a7 7 0 0 1 12-5l3 3M19 5v5h-5M20 12a7 7 0 0 1-12 5l-3-3M5 19v-5h5",
  start_flow: "M4 12h11M11 8l4 4-4 4M20 4v16",
  call_flow: "M20 8H6M10 4 6 8l4 4M4 16h14M14 12l4 4-4 4",
  set_variable:
    "M8 4c-2.5 0-3 1-3 3s0 5-2 5c2 0 2 3 2 5s.5 3 3 3M16 4c2.5 0 3 1 3 3s0 5 2 5c-2 0-2 3-2 5s-.5 3-3 3",
  end: "M6 21V4M6 4h11l-2.5 4L17 12H6",
};

const GROUPS: Record<string, string> = {
  Triggers: KINDS.trigger as string,
  Messages: KINDS.send_message as string,
  Logic: KINDS.condition as string,
  Waits: KINDS.wait as string,
  Data: KINDS.set_variable as string,
};

const OTHER = "M12 3 20 7.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9";
const UNKNOWN = "M9 9a3 3 0 1 1 4 3c-.700.3-1 .9-1 1.5v.5M12 17.5v.01";

/** The drawing of a node type, else of its group. */
export function TypeIcon({ type, group, size }: { type: string; group: string | undefined; size?: number }) {
  const known = group === undefined ? UNKNOWN : (KINDS[type] ?? GROUPS[group] ?? OTHER);
  return (
    <Glyph size={size ?? 16}>
      <path d={known} />
    </Glyph>
  );
}

const drawn = (path: string) => () => (
  <Glyph>
    <path d={path} />
  </Glyph>
);

export const PlusIcon = () => (
  <Glyph size={12}>
    <path d="M12 5v14M5 12h14" strokeWidth={3} />
  </Glyph>
);
export const UndoIcon = drawn("M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3");
export const RedoIcon = drawn("m16 5 4 4-4 4M20 9H10a6 6 0 0 0 0 12h3");
export const TidyIcon = drawn("M4 5h6v5H4zM14 4h6v5h-6zM14 15h6v5h-6zM10 7.5h4M12 7.5V17h2");
export const FitIcon = drawn(
  "M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4",
);
export const ZoomInIcon = drawn("M12 6v12M6 12h12");
export const ZoomOutIcon = drawn("M6 12h12");
export const KeysIcon = drawn(
  "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM7 10v.01M11 10v.01M15 10v.01M8 14h8",
);
export const UpIcon = drawn("M6 15l6-6 6 6");
export const DownIcon = drawn("M6 9l6 6 6-6");
export const OffIcon = drawn("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.700 5.700l12.600 12.600");
export const PinIcon = drawn("M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6");
export const NoteIcon = drawn("M5 4h14v10l-5 6H5zM14 20v-6h5");
export const OutlineIcon = drawn("M5 5h5M9 12h10M9 19h10M6 5v14M6 12h2M6 19h2");
export const TickIcon = drawn("m5 12.5 4.5 4.5L19 7.5");
export const CrossIcon = drawn("M7 7l10 10M17 7 7 17");
export const SkipIcon = drawn("M5 12h13M13 7l5 5-5 5");
