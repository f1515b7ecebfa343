/** How long a text is, shown from when its limit comes near. */
import { useTranslation } from "react-i18next";
import { formatNumber } from "../i18n/format";
import templateStyles from "./fields/template.module.css";
import { lengthOf } from "./limits";

const NEAR = 0.8;

export function Counter({ text, max }: { text: string; max?: number }) {
  const { t } = useTranslation();
  if (max === undefined) return null;
  const n = lengthOf(text, max);
  if (n < max * NEAR) return null;
  return (
    <span className={templateStyles.counter} data-over={n > max || undefined}>
      {t("forms.counter", { n: formatNumber(n), max: formatNumber(max) })}
    </span>
  );
}
