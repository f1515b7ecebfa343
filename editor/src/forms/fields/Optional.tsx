/** A field that may be missing as a whole: a switch turns it on, and off without losing what it held. */
import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import type { FieldProps } from "../Field";
import { useDerived, useEditing, useForm, useMemory } from "../form";
import styles from "../forms.module.css";
import { READABLE } from "../readable";
import { startOf } from "../start";

interface Props extends FieldProps {
  children: ReactNode;
  /** What being on or off means. */
  help?: string;
}

/** Draws `children` right away where the field is needed or was chosen. */
export function Optional({ children, ...props }: Props) {
  const { field, isChosen } = props;
  return field.isNullable && !isChosen ? <Switched {...props}>{children}</Switched> : children;
}

function Switched({ field, path, help, children }: Props) {
  const { root, isReadOnly } = useForm();
  const isOn = useDerived(path, (value) => value !== undefined && value !== null);
  const { choose, peek } = useEditing(path);
  const { recall, keep } = useMemory(path);
  function turn(on: boolean) {
    if (!on) keep("", peek());
    choose(on ? (recall("") ?? startOf(field, root)) : undefined);
  }
  return (
    <div>
      <Switch
        size="sm"
        label={field.title}
        description={help}
        checked={isOn}
        disabled={isReadOnly}
        styles={READABLE}
        onChange={(event) => turn(event.currentTarget.checked)}
      />
      {isOn && <div className={styles.switched}>{children}</div>}
    </div>
  );
}
