/** Small letters stay readable: 4.5:1 against the page, on both schemes. */
import { DEFAULT_THEME, type MantineTheme } from "@mantine/core";
import { expect, test } from "vitest";
import { resolveVariables } from "../src/theme";

const BACKGROUNDS = {
  light: ["#ffffff", DEFAULT_THEME.colors.gray[0]],
  dark: DEFAULT_THEME.colors.dark.slice(6, 8),
};
const NAMES = ["dimmed", "error", "red-text"].map((name) => `--mantine-color-${name}`);
const variables = resolveVariables(DEFAULT_THEME as MantineTheme);

test.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  const of = variables[scheme] as Record<string, string>;
  for (const name of NAMES) {
    for (const background of BACKGROUNDS[scheme]) {
      expect(contrast(of[name] ?? "", background), `${name} on ${background}`).toBeGreaterThan(4.5);
    }
  }
});

/** As WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const [dark, light] = [brightness(one), brightness(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function brightness(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * (red ?? NaN) + 0.7152 * (green ?? NaN) + 0.0722 * (blue ?? NaN);
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
