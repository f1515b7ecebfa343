/** Keeps the end of a chat in view. */
import { useEffect, useLayoutEffect, useRef } from "react";

const NEAR_BOTTOM_PX = 160;

/** Keeps the newest message in view unless the reader has scrolled up. */
export function useBottom(newest: string) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = () => {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_BOTTOM_PX;
    };
    element.addEventListener("scroll", watch, { passive: true });
    // The box grows and shrinks with what stands around it.
    const resizing = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    resizing.observe(element);
    return () => {
      element.removeEventListener("scroll", watch);
      resizing.disconnect();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when something new has been drawn
  useLayoutEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest]);
  return box;
}
