/** What is changed of nodes beside their settings: their names, and whether they are passed by or stay where they are. */
import { action } from "./action";
import type { FlowNode } from "./document";
import type { Action } from "./history";

/** What the server takes. */
export const MAX_NODE_NAME = 100;

/** Names a node; without a name it is called as its type is. */
export const renameNode = (id: string, name: string): Action =>
  changed("rename", [id], (node) => marked(node, "name", name.trim() && name.slice(0, MAX_NODE_NAME)));

export const disableNodes = (ids: Iterable<string>, isOff: boolean): Action =>
  changed("disable", ids, (node) => marked(node, "disabled", isOff));

export const pinNodes = (ids: Iterable<string>, isPinned: boolean): Action =>
  changed("pin", ids, (node) => marked(node, "pinned", isPinned));

function changed(name: string, ids: Iterable<string>, change: (node: FlowNode) => FlowNode): Action {
  const chosen = new Set(ids);
  return action(name, ({ nodes }) => ({
    nodes: nodes.map((node) => (chosen.has(node.id) ? change(node) : node)),
  }));
}

type Mark = "name" | "disabled" | "pinned";

/** The node with the mark; what is empty or false is left out. The same node when nothing changes. */
function marked<K extends Mark>(node: FlowNode, mark: K, value: NonNullable<FlowNode[K]>): FlowNode {
  if ((node[mark] || false) === (value || false)) return node;
  const { [mark]: _, ...plain } = node;
  return (value ? { ...plain, [mark]: value } : plain) as FlowNode;
}
