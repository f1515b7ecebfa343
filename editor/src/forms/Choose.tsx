/** One of a few choices: side by side when they are short, a list otherwise. */
import { Input, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { type ReactNode, useId } from "react";
import rowStyles from "./fields/rows.module.css";

const MAX_SEGMENTS = 3;
const MAX_LETTERS = 38;

export interface Option {
  value: string;
  label: string;
}

interface Props {
  label: string;
  isLabelHidden?: boolean;
  value: string;
  options: readonly Option[];
  isReadOnly: boolean;
  description?: ReactNode;
  error?: ReactNode;
  size?: "xs" | "sm";
  /** The id of a sentence that stands elsewhere. */
  describedBy?: string;
  onChoose(value: string): void;
}

export function Choose(props: Props) {
  return isShort(props.options, props.value) ? <Segments {...props} /> : <List {...props} />;
}

/** Whether they fit side by side; a value that is none of them needs the list, which can show it. */
const isShort = (options: readonly Option[], value: string): boolean =>
  options.length <= MAX_SEGMENTS &&
  options.reduce((sum, option) => sum + option.label.length, 0) <= MAX_LETTERS &&
  options.some((option) => option.value === value);

function Segments({ label, isLabelHidden, value, options, isReadOnly, description, error, onChoose }: Props) {
  const id = useId();
  return (
    <Input.Wrapper
      size="sm"
      label={isLabelHidden ? undefined : label}
      labelElement="div"
      description={description}
      descriptionProps={{ id: `${id}-help` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      <SegmentedControl
        fullWidth
        size="xs"
        mt={isLabelHidden ? 0 : 4}
        classNames={{ label: rowStyles.segment }}
        aria-label={label}
        aria-describedby={error ? `${id}-error` : undefined}
        data={[...options]}
        value={value}
        readOnly={isReadOnly}
        onChange={onChoose}
      />
    </Input.Wrapper>
  );
}

/** The choices as a list to open. */
export function List({
  size = "sm",
  label,
  isLabelHidden,
  value,
  options,
  isReadOnly,
  description,
  error,
  onChoose,
  describedBy,
}: Props) {
  const chosen = options.find((option) => option.value === value);
  const shared = {
    size,
    label: isLabelHidden ? undefined : label,
    "aria-label": isLabelHidden ? label : undefined,
    description,
    error,
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
  };
  // A select that is switched off is too faint to be read.
  if (isReadOnly) return <TextInput {...shared} readOnly value={chosen?.label ?? value} />;
  return (
    <NativeSelect
      {...shared}
      data={chosen ? [...options] : [{ value, label: value }, ...options]}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
