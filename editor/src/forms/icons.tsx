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
