/** The text of a message, as the phone draws it. */
import { memo } from "react";
import { Words } from "../../components/Words";
import { chatText } from "../../model/chatText";

export const Said = memo(function Said({ text }: { text: string }) {
  return (
    <span className="foreign" dir="auto">
      <Words parts={chatText(text)} />
    </span>
  );
});
