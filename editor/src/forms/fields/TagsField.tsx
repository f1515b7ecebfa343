/** A list of texts as chips: comma or Enter adds one, pasting adds many, clicking one takes it back to be edited. */
import { Button, Pill, PillsInput } from "@mantine/core";
import { type ClipboardEvent, type KeyboardEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import { isObject } from "../../model/schema";
import { isFinished, split } from "../chips";
import type { FieldProps } from "../Field";
import { useForm } from "../form";
import { helpOf, placeholderOf } from "../help";
import { faultOf } from "../limits";
import { useChips } from "../useChips";
import { useFault, useProblems } from "../useProblems";
import { Warning } from "../Warning";

type Chips = ReturnType<typeof useChips>;

// A pasted file may hold thousands: this many are drawn, all are kept.
const MAX_DRAWN = 200;

export function TagsField({ field, path, isLabelHidden, isChosen }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const list = useChips(path, field.isNullable && !isChosen);
  const { error, warning } = useProblems(path, faultOf(field.schema, field.ui, list.value, field.isRequired));
  const problem = useWrongChip(list.chips, field) ?? error;
  const id = useId();
  const help = helpOf(field, "tags", root, t);
  const describedBy = [help && `${id}-help`, problem && `${id}-error`].filter(Boolean).join(" ") || undefined;
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
          <Drawn list={list} isReadOnly={isReadOnly} />
          <PillsInput.Field
            id={id}
            aria-invalid={problem ? true : undefined}
            aria-label={field.title}
            aria-describedby={describedBy}
            readOnly={isReadOnly}
            dir="auto"
            autoComplete="off"
            placeholder={list.chips.length === 0 ? (placeholderOf(field) ?? t("forms.addChips")) : undefined}
            {...typing(list)}
          />
        </Pill.Group>
      </PillsInput>
      {list.chips.length > MAX_DRAWN && !isReadOnly && (
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => list.write([])}>
          {t("forms.removeAll")}
        </Button>
      )}
      <Warning>{warning}</Warning>
    </div>
  );
}

function Drawn({ list: { chips, take, remove }, isReadOnly }: { list: Chips; isReadOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {chips.slice(0, MAX_DRAWN).map((chip, at) => (
        <Pill
          // biome-ignore lint/suspicious/noArrayIndexKey: a list from a file may hold a text twice
          key={`${at} ${chip}`}
          withRemoveButton={!isReadOnly}
          onRemove={() => remove(at)}
          onDoubleClick={() => isReadOnly || take(at)}
          removeButtonProps={{ "aria-label": t("forms.removeChip", { chip }), "aria-hidden": false }}
          dir="auto"
          title={chip}
        >
          {chip.length > 60 ? `${chip.slice(0, 60)}…` : chip}
        </Pill>
      ))}
      {chips.length > MAX_DRAWN && <Pill>{t("forms.moreChips", { count: chips.length - MAX_DRAWN })}</Pill>}
    </>
  );
}

/** What the field under the fingers does. */
const typing = ({ chips, typed, setTyped, add, take }: Chips) => ({
  value: typed,
  onChange(event: { currentTarget: { value: string } }) {
    const text = event.currentTarget.value;
    if (isFinished(text)) add(text);
    else setTyped(text);
  },
  onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && typed === "" && chips.length > 0) {
      event.preventDefault();
      take(chips.length - 1);
    }
  },
  onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData("text");
    if (split(text).length < 2) return;
    event.preventDefault();
    add(`${typed}\n${text}`);
  },
  onBlur: () => add(typed),
});

/** What is wrong with the first chip that is not as the schema wants it. */
function useWrongChip(chips: readonly string[], { schema }: FieldProps["field"]): string | undefined {
  const say = useFault();
  const items = isObject(schema.items) ? schema.items : {};
  for (const chip of chips) {
    const fault = faultOf(items, {}, chip, true);
    if (fault !== null) return `“${chip.slice(0, 40)}”: ${say(fault)}`;
  }
  return undefined;
}
