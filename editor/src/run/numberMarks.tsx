/** The numbers of a period at a card and at an edge. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatNumber } from "../i18n/format";
import { writeFilter } from "../model/executionFilter";
import { type Numbers, percentOf } from "../model/numbers";
import classes from "./numbers.module.css";

interface NodeProps {
  flowId: number;
  id: string;
  numbers: Numbers;
}

export function NodeNumber({ flowId, id, numbers }: NodeProps) {
  const { t } = useTranslation();
  const { visits = 0, share = 0, failed = 0, waiting = 0 } = numbers.nodes.get(id) ?? {};
  const listed = (status: "Failed" | "Running") =>
    `/flows/${flowId}/executions${writeFilter({ status, node: id })}`;
  return (
    <div className={`${classes.node} nodrag nopan`} data-numbers={id}>
      <span title={t("run.numbers.reached", { percent: percentOf(share) })}>
        {t("run.numbers.visits", { count: visits, number: formatNumber(visits) })}
        {visits > 0 && t("run.numbers.share", { percent: percentOf(share) })}
      </span>
      {failed > 0 && (
        <Link className={classes.failed} href={listed("Failed")}>
          {t("run.numbers.failed", { number: formatNumber(failed) })}
        </Link>
      )}
      {waiting > 0 && (
        <Link className={classes.waiting} href={listed("Running")}>
          {t("run.numbers.waiting", { number: formatNumber(waiting) })}
        </Link>
      )}
    </div>
  );
}

export function EdgeNumber({ id, numbers }: { id: string; numbers: Numbers }) {
  const { t } = useTranslation();
  const found = numbers.edges.get(id);
  if (found === undefined) return null;
  const { taken, share } = found;
  return (
    <span className={classes.edge} data-numbers={id} data-none={taken === 0 || undefined}>
      {t("run.numbers.edge", { number: formatNumber(taken), percent: percentOf(share) })}
    </span>
  );
}
