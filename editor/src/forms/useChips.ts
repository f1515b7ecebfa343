/** The chips of a list and the text of the one that is being typed, which no way of leaving loses. */
import { useLayoutEffect, useRef, useState } from "react";
import type { Path } from "../model/schema";
import { joined, split } from "./chips";
import { useEditing, useValue } from "./form";
import { without } from "./rows";

export function useChips(path: Path, isUnsetWhenEmpty: boolean) {
  const value = useValue(path);
  const chips = Array.isArray(value) ? (value as string[]) : [];
  const { choose, peek } = useEditing(path);
  const [typed, setTyped] = useState("");

  const write = (next: string[]) => choose(next.length === 0 && isUnsetWhenEmpty ? undefined : next);
  function add(text: string) {
    setTyped("");
    const more = joined(chips, split(text));
    if (more.length > chips.length) write(more);
  }
  function take(at: number) {
    write([...without(chips, at), ...split(typed)]);
    setTyped(chips[at] ?? "");
  }
  // What has come into the field's place meanwhile, such as another row, is left alone.
  useLeaving(() => typed !== "" && peek() === value && add(typed));
  return {
    value,
    chips,
    typed,
    setTyped,
    add,
    take,
    write,
    remove: (at: number) => write(without(chips, at)),
  };
}

/** Runs `finish` when the field or the page goes without having been left: by Escape, Back or a reload. */
function useLeaving(finish: () => void): void {
  const latest = useRef(finish);
  latest.current = finish;
  useLayoutEffect(() => {
    const leave = () => latest.current();
    // Capturing, so that the draft's own listeners, which save, come after it.
    window.addEventListener("beforeunload", leave, { capture: true });
    window.addEventListener("pagehide", leave, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", leave, { capture: true });
      window.removeEventListener("pagehide", leave, { capture: true });
      leave();
    };
  }, []);
}
