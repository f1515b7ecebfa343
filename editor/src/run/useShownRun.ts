/** The execution that the canvas shows: the one of the phone's customer, or all that a simulation did. */
import { create } from "zustand";
import { NOTHING } from "./follow";
import type { LiveRun } from "./useLiveRun";

interface ShownRun {
  run: LiveRun;
  show(run: LiveRun): void;
}

export const useShownRun = create<ShownRun>()((set) => ({
  run: { ...NOTHING, isNew: false },
  show: (run) => set({ run }),
}));
