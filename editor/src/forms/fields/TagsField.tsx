/** A list of texts as chips: comma or Enter adds one, pasting adds many, clicking one takes it back to be edited. */
import { Button, Pill, PillsInput } from "@mantine/core";
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isObject } from "../../model/schema";
import { isFinished, joined, split } from "../chips";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf, placeholderOf } from "../help";
import { faultOf } from "../limits";
import { without } from "../rows";
import { useFault, useProblems } from "../useProblems";
import { Warning } from "../Warning";

// A pasted file may hold thousands: this many are drawn, all are kept.
const MAX_DRAWN = 200;

export function TagsField({ field, path, isLabelHidden, isChosen }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path);
  const chips = Array.isArray(value) ? (value as string[]) : [];
  const { choose } = useEditing(path);
  const [typed, setTyped] = useState("");
  const sayFault = useFault();
  const items = isObject(field.schema.items) ? field.schema.items : {};
  const wrong = chips.find((chip) => faultOf(items, {}, chip, true) !== null);
  const fault = wrong === undefined ? null : faultOf(items, {}, wrong, true);
  const { error, warning } = useProblems(path, faultOf(field.schema, field.ui, value, field.isRequired));
  const id = useId();
  const problem =
    fault !== null && wrong !== undefined ? `“${wrong.slice(0, 40)}”: ${sayFault(fault)}` : error;
  const help = helpOf(field, "tags", root, t);
  const describedBy = [help && `${id}-help`, problem && `${id}-error`].filter(Boolean).join(" ") || undefined;

  const write = (next: string[]) =>
    choose(next.length === 0 && field.isNullable && !isChosen ? undefined : next);
  function add(text: string) {
    setTyped("");
    const more = joined(chips, split(text));
    if (more.length > chips.length) write(more);
  }
  function take(at: number) {
    const chip = chips[at] ?? "";
    write([...without(chips, at), ...split(typed)]);
    setTyped(chip);
  }
  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && typed === "" && chips.length > 0) {
      event.preventDefault();
      take(chips.length - 1);
    }
  }
  function paste(event: ClipboardEvent) {
    const text = event.clipboardData.getData("text");
    if (split(text).length < 2) return;
    event.preventDefault();
    add(`${typed}\n${text}`);
  }
  return (
    <div>
      <PillsInput
        size="sm"
        label={isLabelHidden ? undefined : field.title}
        labelProps={{ htmlFor: id }}
        description={help}
        descriptionProps={{ id: `${id}-help` }}
        error={problem}
        errorProps={{ id: `${id}-error` }}
      >
        <Pill.Group>
          {chips.slice(0, MAX_DRAWN).map((chip, at) => (
            <Pill
              // biome-ignore lint/suspicious/noArrayIndexKey: a list from a file may hold a text twice
              key={`${at} ${chip}`}
              withRemoveButton={!isReadOnly}
              onRemove={() => write(without(chips, at))}
              onDoubleClick={() => isReadOnly || take(at)}
              removeButtonProps={{ "aria-label": t("forms.removeChip", { chip }), "aria-hidden": false }}
              dir="auto"
              title={chip}
            >
              {chip.length > 60 ? `${chip.slice(0, 60)}…` : chip}
            </Pill>
          ))}
          {chips.length > MAX_DRAWN && (
            <Pill>{t("forms.moreChips", { count: chips.length - MAX_DRAWN })}</Pill>
          )}
          <PillsInput.Field
            id={id}
            aria-invalid={problem ? true : undefined}
            aria-label={field.title}
            aria-describedby={describedBy}
            value={typed}
            readOnly={isReadOnly}
            dir="auto"
            autoComplete="off"
            placeholder={chips.length === 0 ? (placeholderOf(field) ?? t("forms.addChips")) : undefined}
            onChange={(event) => {
              const text = event.currentTarget.value;
              if (isFinished(text)) add(text);
              else setTyped(text);
            }}
            onKeyDown={press}
            onPaste={paste}
            onBlur={() => add(typed)}
          />
        </Pill.Group>
      </PillsInput>
      {chips.length > MAX_DRAWN && !isReadOnly && (
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => write([])}>
          {t("forms.removeAll")}
        </Button>
      )}
      <Warning>{warning}</Warning>
    </div>
  );
}
