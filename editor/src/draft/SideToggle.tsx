/** The buttons of the bar that open a panel at the side. */
import { ActionIcon, Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Hint } from "../components/Hint";
import { useEditorStore } from "../model/EditorContext";
import classes from "./bar.module.css";
import type { SideName } from "./openSide";
import type { Desk } from "./useDesk";

/** Opens a panel at the side; the open form makes room for it. */
interface SideProps extends Look {
  desk: Desk;
  name: SideName;
}

export function SideToggle({ desk, name, ...look }: SideProps) {
  const store = useEditorStore();
  function toggle() {
    store.getState().open(null);
    desk.setSide(desk.side === name ? null : name);
  }
  return <Toggle {...look} name={name} isOn={desk.side === name} onClick={toggle} />;
}

/** Close the panel; the keyboard goes on at the button that opens it. */
export function closeSide(desk: Desk, name: SideName): void {
  desk.setSide(null);
  document.querySelector<HTMLElement>(`[data-side-toggle="${name}"]`)?.focus();
}

interface Look {
  label: string;
  icon: ReactNode;
  /** Says its name where there is room; else a tooltip does. */
  isNamed?: boolean;
}

interface ToggleProps extends Look {
  name?: SideName;
  isOn: boolean;
  onClick: () => void;
}

export function Toggle({ label, icon, name, isNamed = false, isOn, onClick }: ToggleProps) {
  const color = isOn ? "parley" : "gray";
  const toggle = {
    variant: isOn ? "light" : "subtle",
    "aria-pressed": isOn,
    "data-side-toggle": name,
    onClick,
  };
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
