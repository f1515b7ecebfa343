/** The state of a replay: the chosen step, and playing from one to the next. */
import { useEffect, useState } from "react";
import type { Step } from "../types";
import { indexOf, type Move, moved, type Place, placeAt } from "./replay";

/** Long enough to read a card's sentence. */
const PLAY_MS = 1_000;

export interface ReplayState {
  /** Index of the chosen step, -1 without steps. */
  at: number;
  isNewest: boolean;
  isPlaying: boolean;
  choose(index: number): void;
  move(move: Move): void;
  togglePlay(): void;
}

export function useReplay(steps: readonly Step[]): ReplayState {
  const count = steps.length;
  const [place, setPlace] = useState<Place>("newest");
  const [isPlaying, setPlaying] = useState(false);
  const at = indexOf(place, count);
  const isAtEnd = at >= count - 1;
  useEffect(() => {
    if (!isPlaying) return;
    if (isAtEnd) return setPlaying(false);
    const timer = setTimeout(() => setPlace(placeAt(at + 1, count)), PLAY_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, isAtEnd, at, count]);
  const go = (next: Place) => {
    setPlaying(false);
    setPlace(next);
  };
  return {
    at,
    isNewest: place === "newest",
    isPlaying,
    choose: (index) => go(placeAt(index, count)),
    move: (move) => go(moved(place, move, count)),
    togglePlay() {
      if (!isPlaying && isAtEnd) setPlace(placeAt(0, count));
      setPlaying(!isPlaying && count > 1);
    },
  };
}
