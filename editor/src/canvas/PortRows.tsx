/** The ways out of a card: a row each, or one handle at its middle; a plus on those that lead nowhere yet. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import { edgeOfPort } from "../model/graph";
import type { Port } from "../model/nodeTypes";
import { documentOf } from "../model/store";
import type { CardData } from "./adapter";
import classes from "./card.module.css";
import { PlusIcon } from "./icons";
import { openPicker } from "./picking";
import { Handle, Side } from "./reactFlow";
import { useView } from "./view";
import { portLabel } from "./words";

export const PortRows = memo(function PortRows({ data }: { data: CardData }) {
  const { t } = useTranslation();
  return (
    <div className={classes.ports}>
      {data.ports.map((port) => {
        const label = portLabel(data.node, port, t);
        return (
          <div key={port.name} className={classes.port} data-button={port.isButton || undefined}>
            <span className={classes.label} title={label}>
              {label}
            </span>
            <PortEnd data={data} port={port} label={label} />
          </div>
        );
      })}
    </div>
  );
});

export const SinglePort = memo(function SinglePort({ data }: { data: CardData }) {
  const [port] = data.ports;
  return port ? <PortEnd data={data} port={port} label={data.words.title} /> : null;
});

function PortEnd({ data, port, label }: { data: CardData; port: Port; label: string }) {
  const isFree = useEditor(
    (state) => !state.isReadOnly && !edgeOfPort(documentOf(state), data.node.id, port.name),
  );
  return (
    <>
      <Handle type="source" position={Side.Right} id={port.name} className={classes.output} />
      {isFree && <Plus source={data.node.id} port={port.name} label={label} />}
    </>
  );
}

function Plus({ source, port, label }: { source: string; port: string; label: string }) {
  const { t } = useTranslation();
  const view = useView();
  const name = t("canvas.addAfter", { label });
  return (
    <button
      type="button"
      className={`${classes.plus} nodrag nopan`}
      tabIndex={-1}
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.stopPropagation();
        openPicker(view, event.currentTarget, { kind: "after", source, port });
      }}
    >
      <PlusIcon />
    </button>
  );
}
