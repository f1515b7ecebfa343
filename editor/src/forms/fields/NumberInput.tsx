/** A number as it is typed: half a number stays in the field and never reaches the settings. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useForm } from "../form";
import { type Limits, readNumber, stepped } from "../numbers";

interface Props extends Omit<TextInputProps, "value" | "onChange"> {
  value: number | undefined;
  limits: Limits;
  /** An emptied field takes the number out; without this it is half a number. */
  isClearable?: boolean;
  onNumber(value: number | undefined): void;
  onLeave(): void;
}

export function NumberInput({
  value,
  limits,
  isClearable = false,
  onNumber,
  onLeave,
  error,
  ...rest
}: Props) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  // What is typed, with the number it was typed over: it goes when the document has another one.
  const [typed, setTyped] = useState<{ text: string; value: number | undefined } | null>(null);
  const isTyping = typed !== null && Object.is(typed.value, value);
  const text = isTyping ? typed.text : value === undefined ? "" : String(value);
  const reading = readNumber(text, limits.isWhole);
  const isHalf = isTyping && reading.kind !== "number" && !(reading.kind === "empty" && isClearable);

  function read(next: string) {
    const read = readNumber(next, limits.isWhole);
    const number =
      read.kind === "number" ? read.value : read.kind === "empty" && isClearable ? undefined : value;
    setTyped({ text: next, value: number });
    if (!Object.is(number, value)) onNumber(number);
  }

  const half = () =>
    value === undefined
      ? t(limits.isWhole ? "forms.notWhole" : "forms.notANumber")
      : t(limits.isWhole ? "forms.notWholeKept" : "forms.notANumberKept", { kept: value });

  function step(event: KeyboardEvent) {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined || isReadOnly) return;
    event.preventDefault();
    read(String(stepped(value ?? limits.min ?? 0, by, limits)));
  }

  return (
    <TextInput
      size="sm"
      {...rest}
      inputMode={limits.isWhole ? "numeric" : "decimal"}
      autoComplete="off"
      value={text}
      readOnly={isReadOnly}
      error={isHalf ? half() : error}
      onChange={(event) => read(event.currentTarget.value)}
      onKeyDown={step}
      onBlur={() => {
        if (!isHalf) setTyped(null);
        onLeave();
      }}
    />
  );
}
