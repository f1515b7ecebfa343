/** The lists that open over the canvas: node types to add, ways out to connect. */
import type { Commands } from "./commands";
import { NodePicker } from "./NodePicker";
import { PortPicker } from "./PortPicker";

export default function Pickers({ commands }: { commands: Commands }) {
  return (
    <>
      <NodePicker commands={commands} />
      <PortPicker commands={commands} />
    </>
  );
}
