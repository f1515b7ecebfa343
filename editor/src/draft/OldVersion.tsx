/** A published version in place of the draft: to be looked at, not to be changed. */
import { Center, Loader } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import Canvas from "../canvas/Canvas";
import { ErrorNote } from "../components/ErrorNote";
import "../i18n/history";
import { formatDateTime } from "../i18n/format";
import { complete } from "../model/document";
import { EditorProvider } from "../model/EditorContext";
import { createEditor } from "../model/store";
import { useMay } from "../queries/useMay";
import { useVersion } from "../queries/version";
import type { Flow } from "../types";
import { Asked } from "./Asked";
import { SidePanel } from "./Desktop";
import { useDraft } from "./DraftContext";
import classes from "./editor.module.css";
import { OutlinePanel, SettingsPanel, VersionsPanel } from "./parts";
import { closeSide } from "./SideToggle";
import { Strip, StripButton } from "./Strip";
import type { Desk } from "./useDesk";
import { useRestore } from "./useRestore";

interface Props {
  flow: Flow;
  number: number;
  desk: Desk;
}

export default function OldVersion({ flow, number, desk }: Props) {
  const { t } = useTranslation();
  const restore = useMutation({ mutationFn: useRestore(desk) });
  const mayEdit = useMay("edit_flows");
  const version = useVersion(flow.id, number);
  const store = useReadOnly(version.data?.document);
  const error = version.error ?? restore.error;
  const text = version.data
    ? t("history.list.looking", { number, when: formatDateTime(version.data.createdAt) })
    : t("history.list.version", { number });
  return (
    <>
      <Strip look="news" text={text}>
        {mayEdit && (
          <StripButton
            label={t("history.list.restore")}
            isBusy={restore.isPending}
            onClick={() => restore.mutate(number)}
          />
        )}
        <StripButton
          label={t("history.versions.compare")}
          onClick={() => desk.setComparing({ kind: "versions", from: number, to: null })}
        />
        <StripButton label={t("history.list.back")} onClick={() => desk.setVersion(null)} />
      </Strip>
      <ErrorNote error={error} onRetry={version.error ? () => version.refetch() : undefined} />
      <div className={classes.body}>
        {version.isPending && (
          <Center flex={1}>
            <Loader type="dots" />
          </Center>
        )}
        {store && (
          <EditorProvider key={number} value={store}>
            <div className={classes.canvas}>
              <Canvas />
            </div>
            <Asked desk={desk} />
            <SidePanel flowId={flow.id}>
              {desk.side === "settings" && (
                <SettingsPanel wanted={null} onClose={() => closeSide(desk, "settings")} />
              )}
              {desk.side === "versions" && <VersionsPanel flow={flow} desk={desk} />}
              {desk.side === "outline" && <OutlinePanel onClose={() => closeSide(desk, "outline")} />}
            </SidePanel>
          </EditorProvider>
        )}
      </div>
    </>
  );
}

function useReadOnly(document: Flow["document"] | undefined) {
  const { types } = useDraft().store.getState();
  return useMemo(() => (document ? createEditor(complete(document), types, true) : null), [document, types]);
}
