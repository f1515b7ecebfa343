/** The frame around a group: a head with its name, by which it is taken, and a coloured ground behind the cards. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./aside.module.css";
import { FRAME_HANDLE, type FrameNode } from "./asides";
import type { NodeProps } from "./reactFlow";

export const Frame = memo(function Frame({ data: { group }, selected }: NodeProps<FrameNode>) {
  const { t } = useTranslation();
  return (
    <div className={classes.frame} data-colour={group.colour} data-selected={selected || undefined}>
      <div className={`${classes.head} ${FRAME_HANDLE}`} data-rename>
        <span className={classes.title} data-unnamed={group.name === "" || undefined} dir="auto">
          {group.name || t("canvas.group")}
        </span>
      </div>
    </div>
  );
});
