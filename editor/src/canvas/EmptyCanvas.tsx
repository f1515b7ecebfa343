/** The friendly start: asks what starts the flow and puts that trigger on the canvas. */
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import { isTrigger } from "../model/graph";
import type { NodeType } from "../model/nodeTypes";
import { emptyMember, fieldsOf, type JsonSchema } from "../model/schema";
import type { Commands } from "./commands";
import classes from "./empty.module.css";
import { Panel } from "./reactFlow";
import { Starters } from "./Starters";
import { Tile } from "./Tile";

interface Start {
  key: string;
  title: string;
  help: string;
  type: NodeType;
  config: Record<string, unknown>;
}

export default function EmptyCanvas({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const types = useEditor((state) => state.types);
  const starts = [...types.values()].filter((type) => isTrigger({ type: type.tag })).flatMap(startsOf);
  return (
    <Panel position="top-center" className={classes.panel}>
      <h2 className={classes.title}>{t("canvas.empty.title")}</h2>
      <p className={classes.help}>{t("canvas.empty.help")}</p>
      <div className={classes.starts}>
        {starts.map(({ key, title, help, type, config }) => (
          <button
            key={key}
            type="button"
            className={classes.start}
            onClick={() => commands.add({ tag: type.tag, config, at: commands.screen.at(0.3, 0.45) })}
          >
            <Tile type={type} kind={key} />
            <span className={classes.name}>{title}</span>
            <span className={classes.about}>{help}</span>
          </button>
        ))}
      </div>
      <Starters commands={commands} />
    </Panel>
  );
}

/** One start for each kind that the trigger's settings offer. */
function startsOf(type: NodeType): Start[] {
  const root = type.schema as JsonSchema;
  const choice = fieldsOf(root, root).find((field) => field.union !== undefined);
  const plain = { key: type.tag, title: type.title, help: type.help, type, config: {} };
  if (choice?.union === undefined) return [plain];
  const { tagField, members } = choice.union;
  return members.map((member) => ({
    key: String(member.tag),
    title: member.title,
    help: (member.schema.description ?? "").replaceAll("`", ""),
    type,
    config: { [choice.name]: emptyMember(member, tagField, root) },
  }));
}
