/** Says which version of the flow answers on the phone, and whether it lacks the latest changes. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getFlow } from "../calls";
import { useVersion } from "../queries/version";
import { type Beginning, beginningOf } from "./beginning";
import classes from "./phone.module.css";

interface Version {
  /** Undefined while it is not known. */
  isPublished?: boolean;
  number?: number | null;
  hasChangesSince?: boolean;
  begins?: Beginning["kind"];
  /** A word that starts the flow. */
  keyword?: string;
}

export function useLiveVersion(flowId: number): Version {
  const flow = useQuery({
    // The editor puts here what each save and each publishing answers; another tab's show when this one is looked at.
    queryKey: ["flow", flowId],
    queryFn: () => getFlow(flowId),
    // The draft is of no interest here, so its changes draw nothing anew.
    select: ({ isActive, publishedVersion, publishedRevision, revision }) => ({
      isPublished: isActive && publishedVersion !== null,
      number: publishedVersion,
      hasChangesSince: publishedRevision !== null && publishedRevision !== revision,
    }),
  });
  const number = flow.data?.isPublished ? (flow.data.number ?? null) : null;
  const version = useVersion(flowId, number);
  const begins = version.data && beginningOf(version.data.document);
  return { ...flow.data, begins: begins?.kind, keyword: begins?.keyword };
}

export function VersionNote({ version }: { version: Version }) {
  const { t } = useTranslation();
  if (!version.isPublished) return null;
  return (
    <Text size="xs" c="dimmed" className={classes.version} data-behind={version.hasChangesSince || undefined}>
      {t("run.phone.version", { version: version.number })}{" "}
      {version.hasChangesSince && t("run.phone.changesSince")}{" "}
      {version.begins === "any" && t("run.phone.anyMessage")}
      {version.begins === "outside" && t("run.phone.noMessage")}
    </Text>
  );
}
