/** The nodes of a flow to choose one from: in the order one reads them, and no two by the same name. */
import type { TFunction } from "i18next";
import type { FlowDocument } from "../model/document";
import { isTrigger, nodeOf, orderFromTriggers } from "../model/graph";
import type { NodeTypes } from "../model/nodeTypes";
import { nodeName } from "../model/words";
import type { Option } from "./Choose";

/** All but triggers, which only start, and `self`. */
export function nodeOptions(
  document: FlowDocument,
  types: NodeTypes,
  self: string | null,
  t: TFunction,
): Option[] {
  const counts = new Map<string, number>();
  return orderFromTriggers(document).flatMap((id) => {
    const node = nodeOf(document, id);
    if (node === undefined || isTrigger(node) || id === self) return [];
    const name = nodeName(node, types.get(node.type), t);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [{ value: id, label: count === 1 ? name : `${name} (${count})` }];
  });
}
