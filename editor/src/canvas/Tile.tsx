/** The coloured square with the drawing of a node type, or of a kind of it. */
import type { NodeType } from "../model/nodeTypes";
import { colourOf } from "./colours";
import { TypeIcon } from "./icons";
import classes from "./tile.module.css";

export const Tile = ({ type, kind }: { type: NodeType; kind?: string }) => (
  <span className={classes.tile} style={colourOf(type)}>
    <TypeIcon type={kind ?? type.tag} group={type.group} />
  </span>
);
