/** What a card and its ports say, remembered for each node object. */
import type { TFunction } from "i18next";
import type { FlowNode } from "../model/document";
import type { NodeType, NodeTypes, Port } from "../model/nodeTypes";
import { say, sayPort, type Words } from "../model/words";
import { readable } from "./ports";

export type { Words };

/** Answers with the words of a node; an unchanged node is put into words once. */
export function speaker(types: NodeTypes, t: TFunction): (node: FlowNode) => Words {
  const said = new WeakMap<FlowNode, Words>();
  return (node) => {
    const words = said.get(node) ?? wordsOf(node, types.get(node.type), t);
    said.set(node, words);
    return words;
  };
}

function wordsOf(node: FlowNode, type: NodeType | undefined, t: TFunction): Words {
  if (type === undefined) return { title: node.type, sentence: t("canvas.unknownType") };
  return say(node, type, t);
}

/** A way out in words; a port that nobody named is called by its name. */
export const portLabel = (node: FlowNode, port: Port, t: TFunction): string =>
  sayPort(node, port, t) || port.label || readable(port.name);
