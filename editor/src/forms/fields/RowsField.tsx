/** A list of rows: added, removed and moved by buttons, or moved with Alt and the arrow keys. */
import { Button, Input } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isObject, type JsonSchema } from "../../model/schema";
import type { FieldProps } from "../Field";
import { useDerived, useEditing, useForm } from "../form";
import { helpOf } from "../help";
import { AddIcon } from "../icons";
import { faultOf } from "../limits";
import { focusAdded, focusMoved, rowEntered } from "../rowFocus";
import { rowSpecOf } from "../rowSpec";
import { moved, nounOf, without } from "../rows";
import { startRow } from "../start";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { Row } from "./Row";
import rowStyles from "./rows.module.css";

export function RowsField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, type, isReadOnly } = useForm();
  const { choose, peek } = useEditing(path);
  const frame = useRef<HTMLDivElement>(null);
  const keys = useDerived(path, (value) => keysOf(value).join("\n"));
  const rows = keys === "" ? [] : keys.split("\n");
  const items = isObject(field.schema.items) ? (field.schema.items as JsonSchema) : {};
  const isPorts = path.length === 1 && path[0] === type.portsFrom;
  const spec = useMemo(
    () => rowSpecOf(items, root, nounOf(field.title), isPorts),
    [items, root, field.title, isPorts],
  );
  const fault = faultOf(field.schema, field.ui, new Array(rows.length), field.isRequired);
  const { error, warning } = useProblems(path, fault);
  const id = useId();
  const isFull = rows.length >= (field.schema.maxItems ?? Number.POSITIVE_INFINITY);

  const current = (): unknown[] => {
    const list = peek();
    return Array.isArray(list) ? list : [];
  };
  function move(from: number, to: number) {
    if (to < 0 || to >= rows.length) return;
    const place = focusMoved(frame.current, from, to);
    choose(moved(current(), from, to));
    place();
  }
  function remove(at: number) {
    const left = without(current(), at);
    choose(left.length === 0 && field.isNullable ? undefined : left);
    focusAdded(frame.current, Math.min(at, left.length - 1), true);
  }
  function add() {
    choose([...current(), startRow(items, root, current())]);
    focusAdded(frame.current, rows.length, false);
  }
  /** Enter on the last line of a row goes on in the next, which is added where there is none. */
  function enter(event: KeyboardEvent) {
    const at = isReadOnly ? undefined : rowEntered(frame.current, event);
    if (at === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (at < rows.length - 1) focusAdded(frame.current, at + 1, false);
    else if (!isFull) add();
  }
  return (
    <Input.Wrapper
      size="sm"
      label={isLabelHidden ? undefined : field.title}
      labelElement="div"
      description={helpOf(field, "rows", root, t)}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      <div ref={frame} className={rowStyles.rows} onKeyDownCapture={enter}>
        {rows.map((key, at) => (
          <Row
            key={key}
            spec={spec}
            path={[...path, at]}
            at={at}
            count={rows.length}
            isReadOnly={isReadOnly}
            onMove={move}
            onRemove={remove}
          />
        ))}
        {!isReadOnly && (
          <Button
            size="xs"
            variant="default"
            className={rowStyles.add}
            leftSection={<AddIcon />}
            disabled={isFull}
            onClick={add}
          >
            {t("forms.addRow", { row: spec.noun })}
          </Button>
        )}
      </div>
      <Warning>{warning}</Warning>
    </Input.Wrapper>
  );
}

/** The rows' own ids where each has one, so that a row keeps its fields when it moves; else their places. */
function keysOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const ids = value.map((row) => (isObject(row) && typeof row.id === "string" ? row.id : ""));
  const isUnique = new Set(ids).size === ids.length && ids.every((id) => id !== "" && !id.includes("\n"));
  return isUnique ? ids : value.map((_, at) => `#${at}`);
}
