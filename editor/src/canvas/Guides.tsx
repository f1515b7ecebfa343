/** The lines that show with which neighbours a dragged card is in line. */
import { ViewportPortal } from "./reactFlow";
import classes from "./tools.module.css";
import { useCanvas } from "./view";

export default function Guides() {
  const guides = useCanvas((state) => state.guides);
  return (
    <ViewportPortal>
      {guides.map(({ x, y, length, isDown }) => (
        <div
          key={String(isDown)}
          className={classes.guide}
          data-down={isDown || undefined}
          style={{ translate: `${x}px ${y}px`, [isDown ? "height" : "width"]: length }}
        />
      ))}
    </ViewportPortal>
  );
}
