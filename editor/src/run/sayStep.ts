/** What a step did, in the words that the canvas uses for its node. */
import type { TFunction } from "i18next";
import type { FlowNode } from "../model/document";
import type { Names } from "../model/names";
import { type NodeType, portsOf } from "../model/nodeTypes";
import { sayRules } from "../model/rules";
import { isObject } from "../model/schema";
import { say, sayPort } from "../model/words";
import type { Step } from "../types";

/** A way out that the step could take. */
export interface Way {
  port: string;
  words: string;
  /** When it is taken, for a way with a rule and a name of its own. */
  rule: string;
  isTaken: boolean;
}

/** The node as it ran: its settings are the step's input, in which templates are filled in. */
export const nodeOf = ({ nodeId, nodeType, input }: Step): FlowNode => ({
  id: nodeId,
  type: nodeType,
  position: { x: 0, y: 0 },
  config: isObject(input) ? input : {},
});

/** The node type's title and, when the settings are known, a sentence. */
export function sayStep(step: Step, type: NodeType | undefined, t: TFunction, names?: Names) {
  const { title, sentence } = say(nodeOf(step), type, t, names);
  return { title, sentence: isObject(step.input) && type !== undefined ? sentence : "" };
}

/** The port the step left by, in words. */
export function sayPortOf(step: Step, type: NodeType | undefined, t: TFunction): string {
  if (!step.port) return "";
  return waysOf(step, type, t).find(({ isTaken }) => isTaken)?.words ?? step.port;
}

/** Every way out of a node whose settings name its ways; a node with fixed ports has those. */
export function waysOf(step: Step, type: NodeType | undefined, t: TFunction): Way[] {
  const node = nodeOf(step);
  return portsOf(node, type).map((port) => {
    const rule = sayRules(ruleOf(node, type, port.name), t);
    const words = sayPort(node, port, t) || port.name;
    return { port: port.name, words, rule: rule === words ? "" : rule, isTaken: port.name === step.port };
  });
}

function ruleOf(node: FlowNode, type: NodeType | undefined, port: string): unknown {
  const rows = type?.portsFrom ? node.config[type.portsFrom] : [];
  const row = Array.isArray(rows) ? rows.find((each) => isObject(each) && each.id === port) : undefined;
  return isObject(row) ? row.when : undefined;
}
