/** How long a text is, shown from when its limit comes near; of a message always, since it is counted as it will be sent. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../i18n/format";
import { estimateOf } from "./estimate";
import templateStyles from "./fields/template.module.css";
import { useVariables } from "./form";
import { lengthOf } from "./limits";

const NEAR = 0.8;

export function Counter({ text, max }: { text: string; max?: number }) {
  if (max === undefined) return null;
  const n = lengthOf(text, max);
  return n < max * NEAR ? null : <Count n={n} max={max} isExact />;
}

/** `limit` holds for what the variables come out as. */
export function SentCounter({ text, limit }: { text: string; limit: number }) {
  const variables = useVariables();
  const { n, isExact } = useMemo(() => estimateOf(text, limit, variables), [text, limit, variables]);
  return <Count n={n} max={limit} isExact={isExact} />;
}

function Count({ n, max, isExact }: { n: number; max: number; isExact: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={templateStyles.counter} data-over={n > max || undefined}>
      {t(isExact ? "forms.counter" : "forms.counterAbout", { n: formatNumber(n), max: formatNumber(max) })}
    </span>
  );
}
