/** The bar above the canvas: name, state, and what can be done with the flow. */
import { ActionIcon, Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../components/BusyButton";
import { Hint } from "../components/Hint";
import { HistoryIcon, PhoneIcon, PlusIcon } from "../components/icons";
import { useEditorStore } from "../model/EditorContext";
import type { Flow } from "../types";
import classes from "./bar.module.css";
import { Faces } from "./Faces";
import { FlowName } from "./FlowName";
import { IssuesButton } from "./IssuesButton";
import { LiveNote } from "./LiveNote";
import { MoreMenu } from "./MoreMenu";
import type { SideName } from "./openSide";
import { SaveStatus } from "./SaveStatus";
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
        <SideToggle desk={desk} name="versions" label={t("draft.versions.open")} icon={<HistoryIcon />} />
        <SideToggle desk={desk} name="phone" label={t("draft.phone")} icon={<PhoneIcon />} isNamed />
      </div>
      <div className={classes.final}>
        <MoreMenu flow={flow} desk={desk} onUnpublish={() => void unpublish()} />
        <BusyButton size="compact-sm" h={32} px="md" isBusy={isBusy} onClick={() => void publish()}>
          {t("draft.publish.publish")}
        </BusyButton>
      </div>
    </header>
  );
}

/** Opens a panel at the side; the open form makes room for it. */
interface SideProps extends Look {
  desk: Desk;
  name: SideName;
}

function SideToggle({ desk, name, ...look }: SideProps) {
  const store = useEditorStore();
  function toggle() {
    store.getState().open(null);
    desk.setSide(desk.side === name ? null : name);
  }
  return <Toggle {...look} isOn={desk.side === name} onClick={toggle} />;
}

interface Look {
  label: string;
  icon: ReactNode;
  /** Says its name where there is room; else a tooltip does. */
  isNamed?: boolean;
}

interface ToggleProps extends Look {
  isOn: boolean;
  onClick: () => void;
}

function Toggle({ label, icon, isNamed = false, isOn, onClick }: ToggleProps) {
  const color = isOn ? "parley" : "gray";
  const toggle = { variant: isOn ? "light" : "subtle", "aria-pressed": isOn, onClick };
  if (isNamed) {
    return (
      <Button
        {...toggle}
        size="compact-sm"
        h={32}
        color={color}
        {...(!isOn && { c: "var(--mantine-color-text)" })}
        aria-label={label}
        leftSection={icon}
        className={classes.named}
      >
        <span className={classes.wide}>{label}</span>
      </Button>
    );
  }
  return (
    <Hint label={label}>
      <ActionIcon {...toggle} color={color} size={32} aria-label={label}>
        {icon}
      </ActionIcon>
    </Hint>
  );
}
