/** What the tests of the model share: the server's recorded node types and documents in few words. */
import type { FlowDocument, FlowNode, Position } from "../../src/model/document";
import { type Action, begin, type History, record } from "../../src/model/history";
import { byTag, type NodeType } from "../../src/model/nodeTypes";
import recorded from "./nodeTypes.json";

/** The answer of GET /api/node-types with the example package installed. */
export const TYPES = byTag(recorded.items as NodeType[]);

export const typeOf = (tag: string): NodeType => {
  const type = TYPES.get(tag);
  if (type === undefined) throw new Error(`No type '${tag}' is recorded.`);
  return type;
};

export const node = (
  id: string,
  type = "send_message",
  config: FlowNode["config"] = {},
  position: Position = { x: 0, y: 0 },
): FlowNode => ({ id, type, position, config });

/** Edges as "a.out > b"; the port may be left out. */
export function flow(nodes: FlowNode[], ...edges: string[]): FlowDocument {
  return {
    formatVersion: 1,
    name: "Test",
    description: "",
    nodes,
    edges: edges.map((text, at) => {
      const [from = "", target = ""] = text.split(" > ");
      const [source = "", sourceHandle = "out"] = from.split(".");
      return { id: `e${at + 1}`, source, sourceHandle, target };
    }),
    settings: {},
  };
}

/** The edges of a document as `flow` takes them. */
export const wires = ({ edges }: FlowDocument): string[] =>
  edges.map(({ source, sourceHandle, target }) => `${source}.${sourceHandle} > ${target}`);

export const applied = (document: FlowDocument, ...actions: Action[]): FlowDocument =>
  actions.reduce<History>((history, action) => record(history, action), begin(document)).document;

/** A chain of `length` messages behind a trigger. */
export function chain(length: number): FlowDocument {
  const nodes = Array.from({ length }, (_, at) =>
    node(
      `n${at}`,
      at === 0 ? "trigger" : "send_message",
      { body: { type: "text", text: `Text ${at}` } },
      { x: at * 320, y: 0 },
    ),
  );
  return flow(nodes, ...nodes.slice(1).map((next, at) => `n${at} > ${next.id}`));
}
