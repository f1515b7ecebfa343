/** What a message node will say, drawn as the bubble it will be. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Words } from "../components/Words";
import { type Bubble, isUploaded, piecesOf } from "../model/bubble";
import { chatText } from "../model/chatText";
import classes from "./bubble.module.css";
import { bubbleLines } from "./size";

export const MessageBubble = memo(function MessageBubble({ bubble }: { bubble: Bubble }) {
  return (
    <div className={classes.bubble} dir="auto">
      {bubble.media && <MediaPart media={bubble.media} />}
      {bubble.header !== "" && (
        <div className={classes.header}>
          <Text text={bubble.header} />
        </div>
      )}
      {bubble.text !== "" && (
        <div className={classes.text} style={{ WebkitLineClamp: bubbleLines(bubble) }}>
          <Text text={bubble.text} />
        </div>
      )}
      {bubble.footer !== "" && (
        <div className={classes.footer}>
          <Text text={bubble.footer} />
        </div>
      )}
    </div>
  );
});

const Text = ({ text }: { text: string }) => <Words parts={chatText(text)} drawn={withVariables} />;

function withVariables(text: string) {
  let at = 0;
  return piecesOf(text).map((piece) => {
    at += piece.text.length;
    return piece.isVariable ? (
      <span key={at} className={classes.variable}>
        {piece.text}
      </span>
    ) : (
      piece.text
    );
  });
}

/** A picture is shown when its address is known; anything else by its kind and name. */
function MediaPart({ media }: { media: NonNullable<Bubble["media"]> }) {
  const { t } = useTranslation();
  const name = media.name || t(`words.media.${media.kind}`);
  return (
    <div className={classes.media} data-kind={media.kind}>
      {media.kind === "image" && isUploaded(media.link) && (
        <img src={media.link} alt="" loading="lazy" draggable={false} />
      )}
      <span className={classes.file}>{name}</span>
    </div>
  );
}
