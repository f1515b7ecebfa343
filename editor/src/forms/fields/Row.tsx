/** One row of a list with the buttons that move and remove it. */
import { ActionIcon } from "@mantine/core";
import { type KeyboardEvent, memo, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatPath, type Path } from "../../model/schema";
import { Field } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import styles from "../forms.module.css";
import { CloseIcon, DownIcon, UpIcon } from "../icons";
import { faultOf } from "../limits";
import { type RowSpec, rowField } from "../rowSpec";
import { useProblems } from "../useProblems";
import { Fields } from "./Fields";
import rowStyles from "./rows.module.css";

interface Props {
  spec: RowSpec;
  path: Path;
  at: number;
  count: number;
  isReadOnly: boolean;
  onMove(from: number, to: number): void;
  onRemove(at: number): void;
}

export const Row = memo(
  function Row(props: Props) {
    return props.spec.kind === "struct" || props.spec.kind === "union" ? (
      <Card {...props} />
    ) : (
      <Line {...props} />
    );
  },
  // The callbacks are new each time and do the same each time.
  (old, next) =>
    old.spec === next.spec &&
    old.count === next.count &&
    old.isReadOnly === next.isReadOnly &&
    formatPath(old.path) === formatPath(next.path),
);

function Card(props: Props) {
  const { spec, path, at } = props;
  const { t } = useTranslation();
  const { error } = useProblems(path);
  const title = t("forms.row", { row: capital(spec.noun), n: at + 1 });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay its heading out
    <div
      role="group"
      aria-label={title}
      className={rowStyles.card}
      data-row={at}
      onKeyDown={(event) => press(event, props)}
    >
      <div className={rowStyles.head}>
        {spec.name ? (
          <Name spec={spec} path={path} title={title} />
        ) : (
          <span className={styles.grow}>{title}</span>
        )}
        <Buttons {...props} />
      </div>
      {error && <p className={styles.error}>{error}</p>}
      {spec.kind === "union" ? (
        <Value spec={spec} path={path} title={title} />
      ) : (
        <Fields schema={spec.items.schema} path={path} except={spec.except} />
      )}
    </div>
  );
}

function Line(props: Props) {
  const { spec, path, at } = props;
  const { t } = useTranslation();
  const title = t("forms.row", { row: capital(spec.noun), n: at + 1 });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are a shorter way to the buttons
    <div className={rowStyles.lineRow} data-row={at} onKeyDown={(event) => press(event, props)}>
      <div className={styles.grow}>
        <Value spec={spec} path={path} title={title} />
      </div>
      <Buttons {...props} />
    </div>
  );
}

/** A row that is one field. */
function Value({ spec, path, title }: { spec: RowSpec; path: Path; title: string }) {
  const field = useMemo(() => rowField(spec, title), [spec, title]);
  return <Field field={field} path={path} isLabelHidden isChosen />;
}

/** The row's name, written in its heading. */
function Name({ spec, path, title }: { spec: RowSpec; path: Path; title: string }) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const name = spec.name as NonNullable<RowSpec["name"]>;
  const place = [...path, name.name];
  const value = useValue(place);
  const { type, leave } = useEditing(place);
  const id = useId();
  const { error } = useProblems(place, faultOf(name.schema, name.ui, value, name.isRequired));
  return (
    <div className={styles.grow}>
      <input
        className={rowStyles.name}
        aria-label={t("forms.nameOfRow", { row: title })}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? id : undefined}
        placeholder={title}
        dir="auto"
        value={typeof value === "string" ? value : ""}
        readOnly={isReadOnly}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={leave}
      />
      {error && (
        <p id={id} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function Buttons({ spec, at, count, isReadOnly, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  if (isReadOnly) return null;
  const row = t("forms.row", { row: spec.noun, n: at + 1 });
  return (
    <ActionIcon.Group className={rowStyles.buttons}>
      <Move
        name="up"
        label={t("forms.moveUp", { row })}
        isOff={at === 0}
        onClick={() => onMove(at, at - 1)}
      />
      <Move
        name="down"
        label={t("forms.moveDown", { row })}
        isOff={at === count - 1}
        onClick={() => onMove(at, at + 1)}
      />
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t("forms.removeRow", { row })}
        title={t("forms.remove")}
        onClick={() => onRemove(at)}
      >
        <CloseIcon />
      </ActionIcon>
    </ActionIcon.Group>
  );
}

function Move({
  name,
  label,
  isOff,
  onClick,
}: {
  name: "up" | "down";
  label: string;
  isOff: boolean;
  onClick(): void;
}) {
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      data-move={name}
      disabled={isOff}
      aria-label={label}
      onClick={onClick}
      style={isOff ? { background: "transparent", opacity: 0.4 } : undefined}
    >
      {name === "up" ? <UpIcon /> : <DownIcon />}
    </ActionIcon>
  );
}

function press(event: KeyboardEvent, { at, isReadOnly, onMove }: Props): void {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by === undefined || !event.altKey || isReadOnly || event.defaultPrevented) return;
  event.preventDefault();
  event.stopPropagation();
  onMove(at, at + by);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
