/** What a rule compares with; where a number or yes and no stood, what is typed stays one as long as it reads as one. */
import type { ReactNode } from "react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { likeBefore, likeBeforeInTyping, valueText } from "../rules";
import { TemplateInput } from "./TemplateInput";

interface Props {
  value: unknown;
  error: ReactNode;
  onType(value: unknown): void;
  onLeave(): void;
}

export function RuleValue({ value, error, onType, onLeave }: Props) {
  const { t } = useTranslation();
  // What stood here before this stay in the field; undefined while nobody types.
  const before = useRef<{ value: unknown }>(undefined);

  function type(text: string) {
    before.current ??= { value };
    onType(likeBeforeInTyping(text, before.current.value));
  }
  function leave() {
    const whole = before.current ? likeBefore(valueText(value), before.current.value) : value;
    before.current = undefined;
    if (whole !== value) onType(whole);
    onLeave();
  }
  return (
    <TemplateInput
      isCompact
      label={t("forms.rules.value")}
      value={valueText(value)}
      placeholder={t("forms.rules.value")}
      error={error}
      onType={type}
      onLeave={leave}
    />
  );
}
