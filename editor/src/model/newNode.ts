/** Makes a node as it is first put on the canvas. */
import type { FlowDocument, FlowNode, Position } from "./document";
import { freshId, stemOf } from "./ids";
import type { NodeType } from "./nodeTypes";
import { idsOf } from "./parts";
import { emptyValue, isObject, type JsonSchema } from "./schema";

/** A node of the type with an id of its own ("send_message_2") and what its settings start as. */
export function newNode(type: NodeType, position: Position, document: FlowDocument): FlowNode {
  const taken = new Set(idsOf(document));
  const config = emptyValue(type.schema as JsonSchema);
  return {
    id: freshId(stemOf(type.tag), taken),
    type: type.tag,
    position: { x: position.x, y: position.y },
    config: isObject(config) ? config : {},
  };
}
