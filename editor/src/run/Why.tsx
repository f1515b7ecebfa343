/** Why a step went its way: each comparison with what it found, and whether it held. */
import { useTranslation } from "react-i18next";
import { Foreign } from "../components/Foreign";
import type { Reason } from "../model/reasons";
import classes from "./facts.module.css";

export function Why({ reasons }: { reasons: readonly Reason[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.why}>
      {reasons.map(({ text, holds }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same comparison may stand twice
        <li key={at} data-holds={holds}>
          <Foreign text={text} size="xs" />
          {holds !== undefined && <strong>{t(holds ? "run.facts.yes" : "run.facts.no")}</strong>}
        </li>
      ))}
    </ul>
  );
}
