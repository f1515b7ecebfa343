/** The bar above the canvas: name, state, and what can be done with the flow. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { HistoryIcon, PhoneIcon, PlusIcon } from "../components/icons";
import { useEditorStore } from "../model/EditorContext";
import type { Flow } from "../types";
import classes from "./bar.module.css";
import { Faces } from "./Faces";
import { FlowName } from "./FlowName";
import { IssuesButton } from "./IssuesButton";
import { LiveNote } from "./LiveNote";
import { MoreMenu } from "./MoreMenu";
import { SaveStatus } from "./SaveStatus";
import type { Desk, SideName } from "./useDesk";
import { usePublish } from "./usePublish";

interface Props {
  flow: Flow;
  desk: Desk;
  onFlow: (flow: Flow) => void;
}

export function TopBar({ flow, desk, onFlow }: Props) {
  const { t } = useTranslation();
  const { isBusy, publish, unpublish } = usePublish(desk, onFlow);
  return (
    <header className={classes.bar}>
      <div className={classes.title}>
        <FlowName desk={desk} />
        <SaveStatus />
        <LiveNote flow={flow} />
      </div>
      <Faces id={flow.id} here="canvas" />
      <div className={classes.tools}>
        <span className={classes.narrow}>
          <Toggle
            label={t("draft.nodes")}
            icon={<PlusIcon />}
            isOn={desk.isPaletteOpen}
            onClick={() => desk.setPaletteOpen(!desk.isPaletteOpen)}
          />
        </span>
        <IssuesButton desk={desk} />
        <SideToggle desk={desk} name="versions" label={t("draft.versions.title")} icon={<HistoryIcon />} />
        <SideToggle desk={desk} name="phone" label={t("draft.phone")} icon={<PhoneIcon />} />
      </div>
      <div className={classes.final}>
        <MoreMenu flow={flow} desk={desk} onUnpublish={() => void unpublish()} />
        <Button size="compact-sm" h={32} px="md" loading={isBusy} onClick={() => void publish()}>
          {t("draft.publish.publish")}
        </Button>
      </div>
    </header>
  );
}

/** Opens a panel at the side; the open form makes room for it. */
function SideToggle({ desk, name, ...look }: { desk: Desk; name: SideName; label: string; icon: ReactNode }) {
  const store = useEditorStore();
  function toggle() {
    store.getState().open(null);
    desk.setSide(desk.side === name ? null : name);
  }
  return <Toggle {...look} isOn={desk.side === name} onClick={toggle} />;
}

interface ToggleProps {
  label: string;
  icon: ReactNode;
  isOn: boolean;
  onClick: () => void;
}

function Toggle({ label, icon, isOn, onClick }: ToggleProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon
        variant={isOn ? "light" : "subtle"}
        color={isOn ? "parley" : "gray"}
        size={32}
        aria-label={label}
        aria-pressed={isOn}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
