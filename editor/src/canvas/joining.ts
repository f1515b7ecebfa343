/** What is dropped into a frame is in that group from then on. */
import type { FlowDocument, Position } from "../model/document";
import { joinGroup } from "../model/groupActions";
import { depthOf, framesOf, nestingOf, outermost } from "../model/groups";
import type { Commands } from "./commands";
import type { Box } from "./place";

/** The parts that are in no group yet, when the middles of all of them lie in one frame; part of the gesture that dropped them. */
export function joinFrame(commands: Commands, ids: readonly string[], gesture: string): void {
  const { document, store } = commands;
  const { parents } = nestingOf(document);
  const loose = outermost(document, ids);
  if (!document.groups?.length || loose.length === 0 || loose.some((id) => parents.has(id))) return;
  const boxOf = boxesIn(commands);
  const frames = framesOf(document, boxOf);
  const boxes = loose.flatMap((id) => frames.get(id) ?? boxOf(id) ?? []);
  const around = [...frames]
    .filter(([id, frame]) => !loose.includes(id) && boxes.every((box) => contains(frame, box)))
    .sort(([a], [b]) => depthOf(document, b) - depthOf(document, a))[0];
  if (around !== undefined) store.getState().act(joinGroup(around[0], loose), gesture);
}

/** Where nodes and notes are in the document, with the sizes that they have on the screen. */
function boxesIn({ document, screen }: Commands): (id: string) => Box | undefined {
  const places = new Map(partsOf(document).map(({ id, position }) => [id, position]));
  return (id) => {
    const position = places.get(id);
    const size = screen.box(id);
    return position && size && { ...position, width: size.width, height: size.height };
  };
}

const partsOf = ({ nodes, notes = [] }: FlowDocument): { id: string; position: Position }[] => [
  ...nodes,
  ...notes,
];

/** Whether the middle of the box lies in the frame. */
function contains(frame: Box, box: Box): boolean {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x >= frame.x && y >= frame.y && x <= frame.x + frame.width && y <= frame.y + frame.height;
}
