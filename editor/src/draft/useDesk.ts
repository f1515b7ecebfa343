/** What lies on the desk around the canvas: which panel is open, which version is looked at, what was said last. */
import { useEffect, useMemo, useState } from "react";
import { comparingIn } from "./comparing";
import { keepSide, recallSide, type SideName } from "./openSide";

export interface Notice {
  text: string;
  isTrouble?: boolean;
  action?: { label: string; run(): void };
  /** A newer draft lies on the server: who has passed it over is offered it again. */
  isStale?: boolean;
}

export function useDesk(flowId: number) {
  const [side, setSide] = useState<SideName>(() => recallSide(tabStorage, flowId));
  useEffect(() => keepSide(tabStorage, flowId, side), [flowId, side]);
  const [wanted, setWanted] = useState<{ place: string } | null>(null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [areIssuesOpen, setIssuesOpen] = useState(false);
  const [areCommandsOpen, setCommandsOpen] = useState(false);
  const [areNumbersOn, setNumbersOn] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [isConflictOpen, setConflictOpen] = useState(false);
  const [version, setVersion] = useState(versionInAddress);
  const [comparing, setComparing] = useState(() => comparingIn(window.location.search));
  const [notice, say] = useState<Notice | null>(null);
  return useMemo(
    () => ({
      side,
      setSide,
      /** The place in the flow's settings that somebody wants to mend. */
      wanted,
      mendSettings(place: string) {
        setWanted({ place });
        setSide("settings");
      },
      /** Only where the palette has no room beside the canvas. */
      isPaletteOpen,
      setPaletteOpen,
      areIssuesOpen,
      setIssuesOpen,
      areCommandsOpen,
      setCommandsOpen,
      /** The numbers of a period lie over the canvas. */
      areNumbersOn,
      setNumbersOn,
      /** The last try to publish was refused because of errors. */
      isRefused,
      setRefused,
      isConflictOpen,
      setConflictOpen,
      /** The number of the version shown in place of the draft. */
      version,
      setVersion,
      /** The two documents shown in place of the draft. */
      comparing,
      setComparing,
      notice,
      say,
    }),
    [
      side,
      wanted,
      isPaletteOpen,
      areIssuesOpen,
      areCommandsOpen,
      areNumbersOn,
      isRefused,
      isConflictOpen,
      version,
      comparing,
      notice,
    ],
  );
}

export type Desk = ReturnType<typeof useDesk>;

/** A function, because reading it throws where storage is forbidden. */
const tabStorage = () => window.sessionStorage;

/** `?version=3`: the list of versions links to the canvas so. */
function versionInAddress(): number | null {
  const number = Number(new URLSearchParams(window.location.search).get("version"));
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
