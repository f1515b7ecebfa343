/** Takes files that are dropped anywhere on the window. */
import { useEffect, useRef, useState } from "react";

/** Whether files hover over the window just now; a drop hands them to `onFiles`, while `isOpen`. */
export function useFileDrop(onFiles: (files: File[]) => void, isOpen: boolean): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    if (!isOpen) return;
    const watching = new AbortController();
    const { signal } = watching;

    function over(event: DragEvent) {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setIsOver(true);
    }

    function drop(event: DragEvent) {
      event.preventDefault();
      setIsOver(false);
      const files = Array.from(event.dataTransfer?.files ?? []);
      if (files.length > 0) take.current(files);
    }

    // Moving between elements also says "leave"; only leaving the window has nowhere to go.
    const leave = (event: DragEvent) => event.relatedTarget === null && setIsOver(false);

    window.addEventListener("dragover", over, { signal });
    window.addEventListener("drop", drop, { signal });
    window.addEventListener("dragleave", leave, { signal });
    return () => watching.abort();
  }, [isOpen]);
  return isOver;
}
