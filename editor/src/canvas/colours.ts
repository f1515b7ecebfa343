/** The colour of each group of node types, as the CSS variables a card and a palette item read. */
import type { CSSProperties } from "react";
import type { NodeType } from "../model/nodeTypes";

const HUES: Record<string, string> = {
  Triggers: "green",
  Messages: "cyan",
  Logic: "violet",
  Waits: "orange",
  Data: "indigo",
  Flows: "pink",
};

const styles = new Map<string, CSSProperties>();

/** A stable style object, so that an unchanged card is not drawn again for its colour. */
export function colourOf(type: Pick<NodeType, "group"> | undefined): CSSProperties {
  const hue = type === undefined ? "gray" : (HUES[type.group] ?? "pink");
  const known = styles.get(hue) ?? made(hue);
  styles.set(hue, known);
  return known;
}

const made = (hue: string) =>
  ({
    "--tile": `light-dark(var(--mantine-color-${hue}-1), color-mix(in srgb, var(--mantine-color-${hue}-7) 32%, transparent))`,
    "--tone": `light-dark(var(--mantine-color-${hue}-9), var(--mantine-color-${hue}-3))`,
    "--mark": `light-dark(var(--mantine-color-${hue}-5), var(--mantine-color-${hue}-6))`,
  }) as CSSProperties;
