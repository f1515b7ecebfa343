/** Undo and redo, said to screen readers with the card that they were about. */
import type { FlowDocument, FlowNode } from "../model/document";
import type { Commands } from "./commands";
import { announce } from "./view";

const SAID = {
  undo: ["canvas.said.undone", "canvas.said.undoneAt"],
  redo: ["canvas.said.redone", "canvas.said.redoneAt"],
} as const;

export const undo = (commands: Commands): void => turn(commands, "undo");
export const redo = (commands: Commands): void => turn(commands, "redo");

function turn(commands: Commands, way: keyof typeof SAID): void {
  const before = commands.document;
  commands.store.getState()[way]();
  if (commands.document === before) return;
  const node = onlyTouched(before, commands.document);
  const [plain, at] = SAID[way];
  announce(commands.view, node ? commands.t(at, { title: commands.wordsOf(node).title }) : commands.t(plain));
}

/** The only node that came, went or changed; undefined when there are several, or none. */
function onlyTouched(before: FlowDocument, after: FlowDocument): FlowNode | undefined {
  const [was, is] = [new Set(before.nodes), new Set(after.nodes)];
  const touched = [
    ...before.nodes.filter((node) => !is.has(node)),
    ...after.nodes.filter((node) => !was.has(node)),
  ];
  const ids = new Set(touched.map(({ id }) => id));
  return ids.size === 1 ? touched.at(-1) : undefined;
}
