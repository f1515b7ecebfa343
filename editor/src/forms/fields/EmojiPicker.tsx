/** A small table of emoji to pick from, found by their names; the arrow keys walk it. */
import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { emojiNames } from "../../i18n/emoji";
import { found, nextPlace } from "../emoji";
import styles from "./emoji.module.css";

interface Props {
  onPick(emoji: string): void;
  onClose(): void;
}

const COLUMNS = 9;

export default function EmojiPicker({ onPick, onClose }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const shown = found(emojiNames, search);

  function walk(event: KeyboardEvent) {
    const next = nextPlace(event.key, at, shown.length, COLUMNS);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    grid.current?.querySelectorAll("button")[next]?.focus();
  }
  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame of its own
    <div
      role="group"
      className={styles.picker}
      aria-label={t("forms.format.emoji")}
      onKeyDown={closeOnEscape}
    >
      <TextInput
        size="xs"
        autoFocus
        type="search"
        aria-label={t("forms.format.search")}
        placeholder={t("forms.format.search")}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const first = shown[0];
          if (event.key === "Enter" && first) {
            event.preventDefault();
            onPick(first.emoji);
          }
          if (event.key === "ArrowDown") {
            event.preventDefault();
            grid.current?.querySelector("button")?.focus();
          }
        }}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside */}
      <div ref={grid} className={styles.grid} onKeyDown={walk}>
        {shown.map(({ emoji, name }, index) => (
          <button
            key={emoji}
            type="button"
            className={styles.emoji}
            tabIndex={index === at ? 0 : -1}
            aria-label={name}
            title={name}
            onFocus={() => setAt(index)}
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
        {shown.length === 0 && <p className={styles.none}>{t("forms.format.none")}</p>}
      </div>
    </div>
  );
}
