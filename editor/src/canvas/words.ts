/** What a card and its ports say, remembered for each node object. */

import type { TFunction } from "i18next";
import { translated } from "../i18n/sentences";
import type { FlowNode } from "../model/document";
import { type Names, refersTo } from "../model/names";
import type { NodeTypes, Port } from "../model/nodeTypes";
import { titleOf } from "../model/schema";
import { say, sayPort, type Words } from "../model/words";

export type { Words };

/** Answers with the words of a node; an unchanged node is put into words once, unless it tells of something else. */
export function speaker(types: NodeTypes, t: TFunction, names?: Names): (node: FlowNode) => Words {
  const said = new WeakMap<FlowNode, Words>();
  return (node) => {
    const type = types.get(node.type);
    if (refersTo(type)) return say(node, type, t, names);
    const words = said.get(node) ?? say(node, type, t);
    said.set(node, words);
    return words;
  };
}

/** What a screen reader calls a card. */
export const cardNamer =
  (t: TFunction) =>
  ({ disabled, pinned }: FlowNode, { title, kind, sentence }: Words): string =>
    [
      title === kind ? `${title}: ${sentence}` : t("canvas.named", { title, kind, sentence }),
      disabled ? t("canvas.disabled") : "",
      pinned ? t("canvas.pinned") : "",
    ]
      .filter(Boolean)
      .join(". ");

/** A way out in words; a port that nobody named is called by its name. */
export const portLabel = (node: FlowNode, port: Port, t: TFunction): string =>
  sayPort(node, port, t) || port.label || translated(titleOf(port.name));
