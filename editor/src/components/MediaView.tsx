/** A picture, a video or a sound that was uploaded here. */
import type { MediaKind } from "../model/bubble";
import classes from "./media.module.css";

interface Props {
  kind: Exclude<MediaKind, "document">;
  link: string;
  /** What the picture is; empty when the text beside it says so. */
  alt: string;
}

export function MediaView({ kind, link, alt }: Props) {
  switch (kind) {
    case "image":
      return <img className={classes.picture} src={link} alt={alt} />;
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: what a customer is sent has none
      return <video className={classes.picture} src={link} controls preload="metadata" />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: what a customer is sent has none
      return <audio className={classes.sound} src={link} controls preload="metadata" />;
  }
}
