/** The few drawings the pages use, as inline SVG of one stroke style. */
import type { ReactNode } from "react";
import { Glyph } from "./Glyph";

function Icon({ children, size = 18 }: { children: ReactNode; size?: number }) {
  return (
    <Glyph size={size} stroke={1.8}>
      {children}
    </Glyph>
  );
}

export const FlowsIcon = () => (
  <Icon>
    <rect x="3" y="3" width="7" height="6" rx="1.5" />
    <rect x="14" y="15" width="7" height="6" rx="1.5" />
    <path d="M6.5 9v5.500A3.5 3.5 0 0 0 10 18h4" />
  </Icon>
);

export const PhoneIcon = () => (
  <Icon>
    <rect x="6.5" y="2.5" width="11" height="19" rx="2.5" />
    <path d="M11 18.500h2" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M7 4.500v15l12-7.500z" />
  </Icon>
);

export const MessagesIcon = () => (
  <Icon>
    <path d="M4 5.500A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.500v9a1.5 1.5 0 0 1-1.5 1.500H10l-4 4v-4h-.5A1.5 1.5 0 0 1 4 14.500z" />
    <path d="M12 7v3.500M12 13v.01" />
  </Icon>
);

export const AccountsIcon = () => (
  <Icon>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5 20a7 7 0 0 1 14 0" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M12 5.500v.01M12 12v.01M12 18.500v.01" strokeWidth={2.8} />
  </Icon>
);

export const SendIcon = () => (
  <Icon size={20}>
    <path d="M4 12 20 4l-5 16-3.5-6.500z" />
  </Icon>
);

export const BackIcon = () => (
  <span className="onward">
    <Icon>
      <path d="M15 5l-7 7 7 7" />
    </Icon>
  </span>
);

export const HistoryIcon = () => (
  <Icon>
    <path d="M4 12a8 8 0 1 0 2.600-5.900L4 8.500M4 4v4.500h4.500" />
    <path d="M12 8v4.300l2.800 1.700" />
  </Icon>
);

export const NumbersIcon = () => (
  <Icon>
    <path d="M5 20V11M12 20V4M19 20v-6" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M12 4 2.800 19.500h18.400z" />
    <path d="M12 10v4M12 16.800v.01" />
  </Icon>
);

export const TodoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" strokeDasharray="3 3.280" />
  </Icon>
);

export const UnknownIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M9.700 9.700a2.400 2.400 0 1 1 3.400 2.200c-.7.3-1.100.8-1.100 1.500M12 16.200v.01" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m5 12.500 4.500 4.500L19 7.500" />
  </Icon>
);

export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

export const MenuIcon = () => (
  <Icon>
    <path d="M4 7h16M4 12h16M4 17h16" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);
