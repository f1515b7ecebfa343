/** Stands beside the pages, where it is drawn again when the new page is. */
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";

/** The control that led to another page went with its page: the keyboard goes on in the new one, which is read out. */
export function Arrival() {
  const [location] = useLocation();
  const last = useRef(location);
  useEffect(() => {
    if (last.current === location) return;
    last.current = location;
    if (document.activeElement === document.body) {
      document.getElementById("content")?.focus({ preventScroll: true });
    }
  }, [location]);
  return null;
}
