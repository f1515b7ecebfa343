/** Takes files that are dropped anywhere on what it surrounds. */
import { type DragEvent, type ReactNode, useState } from "react";

export function DropArea({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    const files = Array.from(event.dataTransfer.files);
    if (files.length > 0) onFiles(files);
  }

  function over(event: DragEvent) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setIsOver(true);
  }

  function leave(event: DragEvent<HTMLElement>) {
    // Moving onto a child also says "leave"; only leaving the whole area counts.
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
  }

  return (
    <section
      onDrop={drop}
      onDragOver={over}
      onDragLeave={leave}
      className={isOver ? "drop-area" : undefined}
      style={{ minHeight: "calc(100vh - 6rem)" }}
    >
      {children}
    </section>
  );
}
