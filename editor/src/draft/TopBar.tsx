/** The bar above the canvas: name, state, and what can be done with the flow. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../components/BusyButton";
import { HistoryIcon, NumbersIcon, PhoneIcon, PlayIcon, PlusIcon, SettingsIcon } from "../components/icons";
import { onAsk } from "../model/asking";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { useMay } from "../queries/useMay";
import type { Flow } from "../types";
import classes from "./bar.module.css";
import { Faces } from "./Faces";
import { FlowName } from "./FlowName";
import { IssuesButton } from "./IssuesButton";
import { LiveNote } from "./LiveNote";
import { MoreMenu } from "./MoreMenu";
import { SaveStatus } from "./SaveStatus";
import { SideToggle, Toggle } from "./SideToggle";
import type { Desk } from "./useDesk";
import { usePublish } from "./usePublish";

interface Props {
  flow: Flow;
  desk: Desk;
  onFlow: (flow: Flow) => void;
}

export function TopBar({ flow, desk, onFlow }: Props) {
  const { t } = useTranslation();
  const { isBusy, publish, unpublish } = usePublish(desk, onFlow);
  const mayPublish = useMay("publish_flows");
  const isReadOnly = useEditor((state) => state.isReadOnly);
  usePublishAsked(publish);
  return (
    <header className={classes.bar}>
      <div className={classes.title}>
        <FlowName desk={desk} />
        <SaveStatus />
        <LiveNote flow={flow} />
      </div>
      <Faces id={flow.id} here="canvas" />
      <div className={classes.tools}>
        {!isReadOnly && (
          <span className={classes.narrow}>
            <Toggle
              label={t("draft.nodes")}
              icon={<PlusIcon />}
              isOn={desk.isPaletteOpen}
              onClick={() => desk.setPaletteOpen(!desk.isPaletteOpen)}
            />
          </span>
        )}
        <IssuesButton desk={desk} />
        <Toggle
          label={t("draft.numbers")}
          icon={<NumbersIcon />}
          isOn={desk.areNumbersOn}
          onClick={() => desk.setNumbersOn(!desk.areNumbersOn)}
        />
        <SideToggle desk={desk} name="settings" label={t("draft.settings")} icon={<SettingsIcon />} />
        <SideToggle desk={desk} name="versions" label={t("draft.versions.open")} icon={<HistoryIcon />} />
        <SideToggle desk={desk} name="simulator" label={t("draft.simulator")} icon={<PlayIcon />} isNamed />
        <SideToggle desk={desk} name="phone" label={t("draft.phone")} icon={<PhoneIcon />} isNamed />
      </div>
      <div className={classes.final}>
        <MoreMenu flow={flow} desk={desk} onPublish={publish} onUnpublish={() => void unpublish()} />
        {mayPublish && (
          <BusyButton size="compact-sm" h={32} px="md" isBusy={isBusy} onClick={() => void publish()}>
            {t("draft.publish.publish")}
          </BusyButton>
        )}
      </div>
    </header>
  );
}

/** Publishes when the command palette asks for it. */
function usePublishAsked(publish: () => Promise<unknown>): void {
  const store = useEditorStore();
  const newest = useRef(publish);
  newest.current = publish;
  useEffect(
    () =>
      onAsk(store, (what) => {
        if (what === "publish") void newest.current();
        return what === "publish";
      }),
    [store],
  );
}
