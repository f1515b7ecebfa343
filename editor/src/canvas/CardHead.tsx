/** The first line of a card: its drawing, its name with its kind, and whether it is disabled or pinned. */
import { useTranslation } from "react-i18next";
import type { FlowNode } from "../model/document";
import type { NodeType } from "../model/nodeTypes";
import classes from "./card.module.css";
import { OffIcon, PinIcon, TypeIcon } from "./icons";
import type { Words } from "./words";

interface Props {
  node: FlowNode;
  type: NodeType | undefined;
  words: Words;
}

export function CardHead({ node, type, words }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.head}>
      <span className={classes.tile}>
        <TypeIcon type={node.type} group={type?.group} />
      </span>
      <span className={classes.names} data-rename title={node.name}>
        {node.name && (
          <span className={classes.name} dir="auto">
            {node.name}
          </span>
        )}
        <span className={classes.kind}>{words.kind}</span>
      </span>
      {node.disabled && <Flag name={t("canvas.disabled")} icon={<OffIcon />} />}
      {node.pinned && <Flag name={t("canvas.pinned")} icon={<PinIcon />} />}
    </div>
  );
}

const Flag = ({ name, icon }: { name: string; icon: React.ReactNode }) => (
  <span className={classes.flag} role="img" aria-label={name} title={name}>
    {icon}
  </span>
);
