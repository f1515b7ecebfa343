/** A field for a moment, in the reader's own time. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { fromLocalText, toLocalText } from "../model/localTime";

interface Props {
  label: string;
  value: string | undefined;
  onChange: (iso: string | undefined) => void;
  size?: TextInputProps["size"];
}

/** Kept as typed until it is left or sent: a half-typed year is no moment yet. */
export function Moment({ label, value, onChange, size = "sm" }: Props) {
  return (
    <TextInput
      type="datetime-local"
      size={size}
      label={label}
      key={value}
      defaultValue={toLocalText(value)}
      onBlur={(event) => {
        const iso = fromLocalText(event.currentTarget.value);
        if (iso !== value) onChange(iso);
      }}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
