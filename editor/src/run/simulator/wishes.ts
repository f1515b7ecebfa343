/** What somebody elsewhere wants of the simulation before its panel is there: to begin at a node, or to show how the tests went. */
import { createStore } from "zustand/vanilla";

export const wishes = createStore<{ wanted: { startAt: string } | "tests" | null }>()(() => ({
  wanted: null,
}));
