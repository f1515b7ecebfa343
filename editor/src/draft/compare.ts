/** What differs between two documents, in counts that a person can weigh. */
import type { FlowDocument } from "../model/document";
import { isEqual } from "./equal";

export interface Difference {
  added: number;
  changed: number;
  removed: number;
  areWiresChanged: boolean;
  isRenamed: boolean;
  /** The description or the settings differ. */
  isOtherwise: boolean;
}

/** What leads from `before` to `after`. A node that only moved has changed, too. */
export function differenceOf(before: FlowDocument, after: FlowDocument): Difference {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const kept = after.nodes.filter((node) => old.has(node.id));
  return {
    added: after.nodes.length - kept.length,
    changed: kept.filter((node) => !isEqual(node, old.get(node.id))).length,
    removed: old.size - kept.length,
    areWiresChanged: !isEqual(wiresOf(before), wiresOf(after)),
    isRenamed: before.name !== after.name,
    isOtherwise: !isEqual(restOf(before), restOf(after)),
  };
}

/** Edges are a set: their order and their ids say nothing. */
const wiresOf = ({ edges }: FlowDocument) =>
  edges.map(({ source, sourceHandle, target }) => JSON.stringify([source, sourceHandle, target])).sort();

const restOf = ({ description, settings }: FlowDocument) => ({ description, settings });
