/** Marks the selected nodes as disabled or pinned; those that all are already are not any more. */
import type { FlowNode } from "../model/document";
import { withInside } from "../model/groups";
import { disableNodes, pinNodes } from "../model/nodeActions";
import type { Commands } from "./commands";
import { announce } from "./view";

/** Each answers whether there was a node to mark. */
export const toggleDisabled = (commands: Commands): boolean => toggle(commands, "disabled");
export const togglePinned = (commands: Commands): boolean => toggle(commands, "pinned");

const SAID = {
  disabled: ["canvas.said.enabled", "canvas.said.disabled"],
  pinned: ["canvas.said.unpinned", "canvas.said.pinned"],
} as const;

function toggle(commands: Commands, mark: keyof typeof SAID): boolean {
  const nodes = chosenNodes(commands);
  if (nodes.length === 0) return false;
  const isOn = nodes.some((node) => !node[mark]);
  const ids = nodes.map(({ id }) => id);
  commands.store.getState().act(mark === "disabled" ? disableNodes(ids, isOn) : pinNodes(ids, isOn));
  announce(commands.view, commands.t(SAID[mark][isOn ? 1 : 0], { count: nodes.length }));
  return true;
}

/** The selected nodes, and those in selected groups. */
export function chosenNodes({ store, document }: Commands): FlowNode[] {
  const chosen = withInside(document, store.getState().selection.nodes);
  return document.nodes.filter(({ id }) => chosen.has(id));
}
