/** What differs between two documents, in words and counts that a person can weigh. */
import type { FlowDocument, FlowNode } from "../model/document";
import { isEqual } from "../model/equal";

export interface Difference {
  /** As they are after; `removed` as they were before. */
  added: readonly FlowNode[];
  changed: readonly FlowNode[];
  removed: readonly FlowNode[];
  areWiresChanged: boolean;
  isRenamed: boolean;
  /** The description, the settings, notes, groups or tests differ. */
  isOtherwise: boolean;
}

/** What leads from `before` to `after`. A node that only moved has changed, too. */
export function differenceOf(before: FlowDocument, after: FlowDocument): Difference {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Set(after.nodes.map(({ id }) => id));
  return {
    added: after.nodes.filter(({ id }) => !old.has(id)),
    changed: after.nodes.filter((node) => old.has(node.id) && !isEqual(node, old.get(node.id))),
    removed: before.nodes.filter(({ id }) => !now.has(id)),
    areWiresChanged: !isEqual(wiresOf(before), wiresOf(after)),
    isRenamed: before.name !== after.name,
    isOtherwise: !isEqual(restOf(before), restOf(after)),
  };
}

/** Edges are a set: their order and their ids say nothing. */
const wiresOf = ({ edges }: FlowDocument) =>
  edges.map(({ source, sourceHandle, target }) => JSON.stringify([source, sourceHandle, target])).sort();

const restOf = ({ description, settings, notes, groups, tests }: FlowDocument) => ({
  ...{ description, settings, notes, groups, tests },
});
