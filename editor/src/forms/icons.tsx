/** The drawings of the form's small buttons, in one stroke style. */
import { Glyph } from "../components/Glyph";

export const CloseIcon = () => (
  <Glyph>
    <path d="M6 6l12 12M18 6 6 18" />
  </Glyph>
);

export const UpIcon = () => (
  <Glyph>
    <path d="M12 19V5M6 11l6-6 6 6" />
  </Glyph>
);

export const DownIcon = () => (
  <Glyph>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Glyph>
);

export const AddIcon = () => (
  <Glyph>
    <path d="M12 5v14M5 12h14" />
  </Glyph>
);

export const BinIcon = () => (
  <Glyph>
    <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5" />
  </Glyph>
);

export const VariableIcon = () => (
  <Glyph>
    <path d="M8 4c-3 0-1 6.500-4 8 3 1.500 1 8 4 8M16 4c3 0 1 6.500 4 8-3 1.500-1 8-4 8" />
    <path d="M12 9v6M9 12h6" />
  </Glyph>
);

export const BoldIcon = () => (
  <Glyph>
    <path d="M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z" strokeWidth={2.4} />
  </Glyph>
);

export const ItalicIcon = () => (
  <Glyph>
    <path d="M10 4h8M6 20h8M14 4l-4 16" />
  </Glyph>
);

export const StrikeIcon = () => (
  <Glyph>
    <path d="M4 12h16M16 7c-1-2-3-3-5-2.8-3 .3-4.5 2.3-3.5 4.3M8 17c1 2 3 3 5 2.8 3-.3 4.5-2.3 3.5-4.3" />
  </Glyph>
);

export const MonospaceIcon = () => (
  <Glyph>
    <path d="m9 7-5 5 5 5M15 7l5 5-5 5" />
  </Glyph>
);

export const EmojiIcon = () => (
  <Glyph>
    <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 14.5c1.5 2 5.5 2 7 0M9 9.5v.01M15 9.5v.01" />
  </Glyph>
);
