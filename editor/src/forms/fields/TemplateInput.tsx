/** A text with variables in it, or an expression: CodeMirror, and a plain text area of the same size until it is there. */
import { Button, Input, Text, UnstyledButton } from "@mantine/core";
import { type ReactNode, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../i18n/format";
import { Counter, SentCounter } from "../Counter";
import type { Settings } from "../code/codeEditor";
import { useCodeEditor } from "../code/useCodeEditor";
import { useForm, useVariables } from "../form";
import { VariableIcon } from "../icons";
import { unknownIn } from "../template";
import { Warning } from "../Warning";
import { MessageTools } from "./MessageTools";
import templateStyles from "./template.module.css";

const MAX_UNKNOWN = 3;
/** Characters that can be edited here; no message has nearly as many. */
const MAX_EDITED = 200_000;
/** What is left at the end when an emoji is cut in two. */
const HALF = /[\uD800-\uDBFF]$/;

interface TemplateProps {
  value: string;
  label: string;
  isLabelHidden?: boolean;
  /** One line in a row of other inputs: the label is only heard. */
  isCompact?: boolean;
  description?: ReactNode;
  error?: ReactNode;
  placeholder?: string;
  isExpression?: boolean;
  isMultiline?: boolean;
  maxLength?: number;
  /** What the text may come out as; it is counted from the first letter on. */
  limit?: number;
  /** A message: with tools for WhatsApp's formatting and emoji. */
  isFormatted?: boolean;
  onType(text: string): void;
  onLeave(): void;
}

export function TemplateInput(props: TemplateProps) {
  const isTooLong = props.value.length > MAX_EDITED;
  // Whoever has just pasted it goes on in the editor that took it.
  const [wasTooLong] = useState(isTooLong);
  return wasTooLong && isTooLong ? <TooLong {...props} /> : <Editing {...props} />;
}

/** Told instead of shown: a browser stands still for many seconds over a line of millions of characters. */
function TooLong({
  value,
  label,
  isCompact,
  isLabelHidden,
  error,
  onType,
  onLeave,
  ...props
}: TemplateProps) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const kept = props.limit ?? props.maxLength ?? MAX_EDITED;
  function shorten() {
    onType(value.slice(0, kept).replace(HALF, ""));
    onLeave();
  }
  return (
    <Input.Wrapper
      size="sm"
      label={isCompact || isLabelHidden ? undefined : label}
      labelElement="div"
      error={error}
    >
      <Text size="sm" my={4}>
        {t("forms.tooLong.told", { number: formatNumber(value.length) })}
      </Text>
      {!isReadOnly && (
        <Button size="compact-sm" variant="default" onClick={shorten}>
          {t("forms.tooLong.shorten", { number: formatNumber(kept) })}
        </Button>
      )}
    </Input.Wrapper>
  );
}

function Editing(props: TemplateProps) {
  const { value, label, description, error, isCompact = false, onType, onLeave } = props;
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const settings = useSettings(props, id);
  const editor = useCodeEditor(frame, { value, settings, events: { type: onType, leave: onLeave } });
  const insert = !isReadOnly && (
    <UnstyledButton
      className={isCompact ? templateStyles.inside : templateStyles.link}
      disabled={editor === null}
      onClick={() => editor?.openVariables()}
      aria-label={t("forms.insertVariable")}
      title={t("forms.insertVariable")}
    >
      <VariableIcon />
      {!isCompact && t("forms.insertVariable")}
    </UnstyledButton>
  );
  return (
    <Input.Wrapper
      size="sm"
      label={isCompact || props.isLabelHidden ? undefined : label}
      labelElement="div"
      labelProps={{ onClick: () => editor?.focus() }}
      description={description}
      descriptionProps={{ id: `${id}-help` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      <div
        ref={frame}
        className={templateStyles.code}
        data-error={error ? true : undefined}
        data-lines={props.isMultiline || undefined}
        data-mono={props.isExpression || undefined}
        data-readonly={isReadOnly || undefined}
        data-compact={isCompact || undefined}
      >
        {editor === null && <Waiting {...props} settings={settings} isReadOnly={isReadOnly} />}
        {isCompact && insert}
      </div>
      <Unknown value={value} isExpression={props.isExpression === true} id={`${id}-unknown`} />
      {!isCompact && !isReadOnly && (
        <div className={templateStyles.under}>
          {insert}
          {props.limit === undefined ? (
            <Counter text={value} max={props.maxLength} />
          ) : (
            <SentCounter text={value} limit={props.limit} />
          )}
        </div>
      )}
      {props.isFormatted && !isReadOnly && <MessageTools editor={editor} label={label} />}
    </Input.Wrapper>
  );
}

/** What the underlined names mean, in words; while somebody types, a name is not finished. */
function Unknown({ value, isExpression, id }: { value: string; isExpression: boolean; id: string }) {
  const { t } = useTranslation();
  const variables = useVariables();
  const names = useMemo(
    () =>
      unknownIn(
        value,
        isExpression,
        variables.map(({ path }) => path),
      ),
    [value, isExpression, variables],
  );
  return (
    <div id={id} className={templateStyles.unknown}>
      {names.slice(0, MAX_UNKNOWN).map((path) => (
        <Warning key={path}>{t("forms.unknownVariable", { path })}</Warning>
      ))}
    </div>
  );
}

function Waiting({
  value,
  settings,
  isReadOnly,
  onType,
  onLeave,
}: TemplateProps & { settings: Settings; isReadOnly: boolean }) {
  const { spellcheck: _, ...attributes } = settings.attributes;
  return (
    <textarea
      {...attributes}
      className={templateStyles.waiting}
      rows={1}
      dir="auto"
      value={value}
      readOnly={isReadOnly}
      placeholder={settings.placeholder}
      onChange={(event) => onType(event.currentTarget.value)}
      onBlur={({ currentTarget, relatedTarget }) => {
        // The editor that takes over stands in the same frame: nobody has left the field.
        if (!currentTarget.parentElement?.contains(relatedTarget)) onLeave();
      }}
    />
  );
}

function useSettings(props: TemplateProps, id: string): Settings {
  const { label, placeholder = "", isExpression = false, isMultiline = false, description, error } = props;
  const isFormatted = props.isFormatted ?? false;
  const { isReadOnly } = useForm();
  const variables = useVariables();
  const describedBy = [description && `${id}-help`, error && `${id}-error`, `${id}-unknown`]
    .filter(Boolean)
    .join(" ");
  const isInvalid = Boolean(error);
  return useMemo(
    () => ({
      isExpression,
      isMultiline,
      isReadOnly,
      isFormatted,
      placeholder,
      variables,
      attributes: {
        "aria-label": label,
        ...(describedBy ? { "aria-describedby": describedBy } : {}),
        ...(isInvalid ? { "aria-invalid": "true" } : {}),
        "aria-multiline": String(isMultiline),
        spellcheck: String(!isExpression),
        dir: "auto",
      },
    }),
    [
      isExpression,
      isMultiline,
      isReadOnly,
      isFormatted,
      placeholder,
      variables,
      label,
      describedBy,
      isInvalid,
    ],
  );
}
