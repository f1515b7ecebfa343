/** Publish and unpublish, for whoever may; when the server finds errors, they are shown in words. */
import "../i18n/pages";
import { Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";
import { publishFlow, unpublishFlow } from "../calls";
import { isolate } from "../i18n/format";
import { useMay } from "../queries/useMay";
import type { Issue } from "../types";
import { BusyButton } from "./BusyButton";
import { ErrorNote } from "./ErrorNote";
import { IssueList } from "./IssueList";

interface Props {
  flow: { id: number; name: string; isActive: boolean; revision: number };
  size?: "xs" | "sm";
}

export function PublishSwitch({ flow, size = "xs" }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayPublish = useMay("publish_flows");
  const refresh = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => /^flow/.test(String(queryKey[0])) });
  const publish = useMutation({
    mutationFn: () => publishFlow(flow.id, flow.revision),
    onSettled: refresh, // also when a newer draft lies there
  });
  const unpublish = useMutation({ mutationFn: () => unpublishFlow(flow.id), onSuccess: refresh });
  // One loud button a page: in a list there would be one a row.
  const isQuiet = size === "xs";
  const error = publish.error ?? unpublish.error;
  function close() {
    publish.reset();
    unpublish.reset();
  }
  if (!mayPublish) return null;
  return (
    <>
      {flow.isActive && (
        <BusyButton
          size={size}
          variant="default"
          isBusy={unpublish.isPending}
          onClick={() => unpublish.mutate()}
        >
          {t("flows.unpublish")}
        </BusyButton>
      )}
      <BusyButton
        size={size}
        variant={flow.isActive ? "default" : isQuiet ? "light" : "filled"}
        isBusy={publish.isPending}
        onClick={() => publish.mutate()}
      >
        {flow.isActive ? t("flows.publishAgain") : t("flows.publish")}
      </BusyButton>
      <Modal
        opened={error !== null}
        onClose={close}
        size="lg"
        title={t(isAboutIssues(error) ? "flows.cannotPublish" : "flows.notChanged", {
          name: isolate(flow.name),
        })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {isAboutIssues(error) ? <IssueList issues={error.errors as Issue[]} /> : <ErrorNote error={error} />}
      </Modal>
    </>
  );
}

const isAboutIssues = (error: Error | null): error is Problem =>
  error instanceof Problem && error.code === "flow_has_errors";
