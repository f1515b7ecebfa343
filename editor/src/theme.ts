/** Colours, fonts and component defaults; everything else is Mantine's. */
import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from "@mantine/core";

// A green that keeps 4.5:1 against white from shade 6 on.
const parley: MantineColorsTuple = [
  "#e8f8f2",
  "#d3efe4",
  "#a5dfc8",
  "#74ceab",
  "#4dc092",
  "#2fa97c",
  "#0b7a5c",
  "#096b51",
  "#075a44",
  "#054636",
];

export const theme = createTheme({
  primaryColor: "parley",
  primaryShade: 6,
  colors: { parley },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: "md",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // Nearly every field of ours is required; the few others say so.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // What is no item has no place in a menu: screen readers stumble over it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
  },
});

/** The kit's grey for secondary text and its red for errors are too faint: these keep 4.5:1 on the page and on cards. */
export const resolveVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": colors.gray[6],
    ...reds(colors.red[9]),
    // As in the dark: red words on the kit's own are under 4.5:1.
    "--mantine-color-red-light-hover": colors.red[1],
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[2],
    ...reds(colors.red[4]),
    // The kit's own is so red that red words on it cannot be read.
    "--mantine-color-red-light-hover": `color-mix(in srgb, ${colors.red[9]} 25%, transparent)`,
  },
});

const reds = (red: string) => ({ "--mantine-color-error": red, "--mantine-color-red-text": red });

/** Shared with public/color-scheme.js, which reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: "parley-color-scheme" });
