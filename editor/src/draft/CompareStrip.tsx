/** Says what is compared and how much differs, and lets the person choose other versions. */
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listVersions } from "../calls";
import { Onward } from "../components/Onward";
import "../i18n/history";
import { countLooks, type FlowDiff, type Look } from "../model/diff";
import type { Flow } from "../types";
import type { Comparing } from "./comparing";
import classes from "./history.module.css";
import { Strip, StripButton } from "./Strip";
import type { Desk } from "./useDesk";

interface Props {
  flow: Flow;
  comparing: Comparing;
  diff: FlowDiff | undefined;
  desk: Desk;
}

const LOOKS: readonly Look[] = ["added", "changed", "moved", "removed"];

export function CompareStrip({ flow, comparing, diff, desk }: Props) {
  const { t } = useTranslation();
  function back() {
    desk.setComparing(null);
    if (comparing.kind === "conflict") desk.setConflictOpen(true);
  }
  return (
    <Strip look="news" text={t("history.compare.title")}>
      {comparing.kind === "versions" ? (
        <Versions flow={flow} comparing={comparing} desk={desk} />
      ) : (
        <Select
          size="xs"
          w={280}
          aria-label={t("history.conflict.which")}
          allowDeselect={false}
          value={comparing.what}
          onChange={(what) => desk.setComparing({ kind: "conflict", what: what as "mine" })}
          data={(["mine", "theirs", "both"] as const).map((value) => ({
            value,
            label: t(`history.conflict.${value}`),
          }))}
        />
      )}
      {diff && <Legend diff={diff} />}
      <StripButton
        label={comparing.kind === "conflict" ? t("history.conflict.back") : t("history.compare.back")}
        onClick={back}
      />
    </Strip>
  );
}

/** How many nodes differ in which way, in the colour they have on the canvas. */
function Legend({ diff }: { diff: FlowDiff }) {
  const { t } = useTranslation();
  const counts = countLooks(diff.nodes);
  if (diff.isSame) return <span role="status">{t("history.compare.same")}</span>;
  return (
    <span className={classes.legend} role="status" aria-label={t("history.compare.nodes")}>
      {LOOKS.filter((look) => counts[look] > 0).map((look) => (
        <span key={look} className={classes.count} data-look={look}>
          {t(`history.compare.count.${look}`, { count: counts[look] })}
        </span>
      ))}
    </span>
  );
}

const DRAFT = "draft";

function Versions({
  flow,
  comparing,
  desk,
}: Omit<Props, "diff"> & { comparing: Comparing & { kind: "versions" } }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["flow", flow.id, "versions", "choices", flow.publishedVersion],
    queryFn: () => listVersions(flow.id),
  });
  const { from, to } = comparing;
  const listed = (data?.items ?? []).map(({ number, name }) => ({ number, name }));
  // An old one that a link asks for may be on a later page.
  const asked = [from, to].flatMap((number) =>
    number === null || listed.some((version) => version.number === number) ? [] : [{ number, name: null }],
  );
  const choices = [
    { value: DRAFT, label: t("history.compare.draft") },
    ...[...listed, ...asked].map(({ number, name }) => ({
      value: String(number),
      label: `${t("history.compare.version", { number })}${name ? ` · ${name}` : ""}`,
    })),
  ];
  const numberOf = (value: string | null) => (value === DRAFT || value === null ? null : Number(value));
  return (
    <div className={classes.pair}>
      <Select
        size="xs"
        flex={1}
        aria-label={t("history.compare.from")}
        allowDeselect={false}
        value={String(from ?? DRAFT)}
        data={choices}
        onChange={(value) => desk.setComparing({ ...comparing, from: numberOf(value) })}
      />
      <Onward />
      <Select
        size="xs"
        flex={1}
        aria-label={t("history.compare.to")}
        allowDeselect={false}
        value={String(to ?? DRAFT)}
        data={choices}
        onChange={(value) => desk.setComparing({ ...comparing, to: numberOf(value) })}
      />
    </div>
  );
}
