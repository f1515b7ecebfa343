/** Whether a quick fix still fits: it was worked out from the document that was checked, and says nothing of a later one. */
import type { Fix } from "../types";
import type { FlowDocument, FlowEdge } from "./document";
import { isEqual } from "./equal";
import { edgeOfPort, edgesInto, edgesOutOf, nodeOf } from "./graph";

/** Whether what `fix` changes is now as it was in the document that was checked. */
export function fits(fix: Fix, checked: FlowDocument, now: FlowDocument): boolean {
  if (checked === now) return true;
  switch (fix.type) {
    case "set_field":
      return isSame((document) => holderOf(document, fix.nodeId), checked, now);
    case "reconnect":
      return (
        isSame((document) => edgeOf(document, fix.edgeId), checked, now) &&
        isSame((document) => edgeOfPort(document, fix.source, fix.port), checked, now) &&
        nodeOf(now, fix.source) !== undefined &&
        nodeOf(now, fix.target) !== undefined
      );
    case "delete_edges":
      return isSame((document) => fix.edgeIds.map((id) => edgeOf(document, id)), checked, now);
    case "delete_node":
      return isSame((document) => surroundings(document, fix.nodeId), checked, now);
    case "add_node":
      return (
        nodeOf(now, fix.source) !== undefined &&
        isSame((document) => edgeOfPort(document, fix.source, fix.port), checked, now)
      );
  }
}

function isSame(
  part: (document: FlowDocument) => unknown,
  checked: FlowDocument,
  now: FlowDocument,
): boolean {
  return isEqual(part(checked), part(now));
}

/** The settings that a field is one of: of a node, or of the flow. */
function holderOf(document: FlowDocument, nodeId: string | null | undefined): unknown {
  return nodeId ? nodeOf(document, nodeId)?.config : document.settings;
}

/** What would go with a node, where it stands aside. */
function surroundings(document: FlowDocument, id: string): unknown {
  return [nodeOf(document, id)?.config, edgesInto(document, id), edgesOutOf(document, id)];
}

const edgeOf = ({ edges }: FlowDocument, id: string): FlowEdge | undefined =>
  edges.find((edge) => edge.id === id);
