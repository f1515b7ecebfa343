/** The tools of a message's text: WhatsApp's formatting around what is selected, and emoji. */
import { ActionIcon } from "@mantine/core";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "../../components/later";
import { useRoving } from "../../components/useRoving";
import type { CodeEditor } from "../code/codeEditor";
import type { Mark } from "../formatting";
import { BoldIcon, EmojiIcon, ItalicIcon, MonospaceIcon, StrikeIcon } from "../icons";
import templateStyles from "./template.module.css";

const EmojiPicker = later(() => import("./EmojiPicker"));

const MARKS = [
  { mark: "*", name: "bold", Icon: BoldIcon, keys: "Control+B Meta+B" },
  { mark: "_", name: "italic", Icon: ItalicIcon, keys: "Control+I Meta+I" },
  { mark: "~", name: "strike", Icon: StrikeIcon, keys: undefined },
  { mark: "```", name: "monospace", Icon: MonospaceIcon, keys: undefined },
] as const satisfies readonly { mark: Mark; name: string; Icon: () => React.ReactNode; keys: unknown }[];

export function MessageTools({ editor, label }: { editor: CodeEditor | null; label: string }) {
  const { t } = useTranslation();
  const [isPicking, setPicking] = useState(false);
  const { row, tabIndexOf } = useRoving();
  return (
    <>
      <div
        className={templateStyles.tools}
        role="toolbar"
        aria-label={t("forms.format.tools", { label })}
        {...row}
      >
        {MARKS.map(({ mark, name, Icon, keys }, at) => (
          <ActionIcon
            key={name}
            tabIndex={tabIndexOf(at)}
            size="sm"
            variant="subtle"
            color="gray"
            disabled={editor === null}
            aria-label={t(`forms.format.${name}`)}
            title={t(`forms.format.${name}`)}
            aria-keyshortcuts={keys}
            onClick={() => editor?.wrap(mark)}
          >
            <Icon />
          </ActionIcon>
        ))}
        <ActionIcon
          tabIndex={tabIndexOf(MARKS.length)}
          size="sm"
          variant="subtle"
          color="gray"
          disabled={editor === null}
          aria-label={t("forms.format.emoji")}
          title={t("forms.format.emoji")}
          aria-expanded={isPicking}
          onClick={() => setPicking(!isPicking)}
        >
          <EmojiIcon />
        </ActionIcon>
      </div>
      {isPicking && (
        <Suspense>
          <EmojiPicker
            onPick={(emoji) => editor?.insert(emoji)}
            onClose={() => {
              setPicking(false);
              editor?.focus();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
