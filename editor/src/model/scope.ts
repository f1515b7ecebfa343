/** The variables that a node's templates and expressions can name. */
import type { FlowDocument, FlowNode } from "./document";
import { ancestorsOf, isTrigger } from "./graph";
import type { NodeType, NodeTypes } from "./nodeTypes";
import { fieldsOf, isObject, type JsonSchema, memberOf, resolve } from "./schema";

/** A name that is always there, as GET /api/scope describes it; `from`: only when such a trigger started. */
export interface ScopeItem {
  path: string;
  help: string;
  example?: unknown;
  from?: string | null;
}

export interface Variable {
  path: string;
  help: string;
  example?: unknown;
}

// How a trigger's `on.type` is called in the scope.
const ORIGINS: ReadonlyMap<unknown, string> = new Map([
  ["message_received", "message"],
  ["webhook", "webhook"],
]);

/** The static scope that the triggers before the node can give, then the `vars` written on the way to it; without a node all. */
export function variablesAt(
  document: FlowDocument,
  types: NodeTypes,
  nodeId: string | null,
  scope: readonly ScopeItem[],
): Variable[] {
  const before = nodeId === null ? idsOf(document) : cameThrough(document, nodeId);
  const nodes = document.nodes.filter((node) => before.has(node.id));
  const origins = originsOf(document.nodes.filter((node) => node.id === nodeId || before.has(node.id)));
  const given = scope.filter(({ from }) => from == null || origins.size === 0 || origins.has(from));
  const written = nodes.flatMap((node) => writtenBy(node, types.get(node.type)));
  const known = new Map([...given, ...written].toReversed().map((item) => [item.path, item]));
  return [...known.values()].toReversed().map(({ path, help, example }) => ({ path, help, example }));
}

/** The nodes that an execution may have come through: also by jumps, and before a goal through any. */
function cameThrough(document: FlowDocument, nodeId: string): ReadonlySet<string> {
  const before = new Set<string>();
  const ahead = [nodeId];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const reached = new Set([id, ...ancestorsOf(document, id)]);
    if (document.nodes.some((node) => node.type === "goal" && reached.has(node.id))) return idsOf(document);
    const jumps = document.nodes.filter(
      ({ id, type, config }) => type === "go_to" && reached.has(String(config.target)) && !before.has(id),
    );
    ahead.push(...jumps.map((jump) => jump.id));
    if (id === nodeId && !ancestorsOf(document, id).has(id)) reached.delete(id);
    for (const each of [...reached, ...jumps.map((jump) => jump.id)]) before.add(each);
  }
  return before;
}

const idsOf = ({ nodes }: FlowDocument): ReadonlySet<string> => new Set(nodes.map(({ id }) => id));

/** What the triggers among the nodes start from; none when no trigger leads here yet, or one we do not know. */
function originsOf(nodes: readonly FlowNode[]): Set<string> {
  const kinds = nodes.filter(isTrigger).map(({ config: { on } }) => ORIGINS.get(isObject(on) ? on.type : on));
  return new Set(kinds.includes(undefined) ? [] : kinds.flatMap((kind) => kind ?? []));
}

function writtenBy(node: FlowNode, type: NodeType | undefined): Variable[] {
  if (type === undefined) return [];
  const schema = type.schema as JsonSchema;
  return namesIn(node.config, schema, schema).map((name) => ({ path: `vars.${name}`, help: type.title }));
}

/** The values of all fields that name a variable to write. */
function namesIn(value: unknown, schema: JsonSchema, root: JsonSchema): string[] {
  const resolved = resolve(schema, root);
  if (typeof value === "string") return resolved.ui.widget === "variable" && value !== "" ? [value] : [];
  const shape = memberOf(resolved, value)?.schema ?? resolved.schema;
  if (Array.isArray(value)) {
    const { items } = shape;
    return isObject(items) ? value.flatMap((row) => namesIn(row, items as JsonSchema, root)) : [];
  }
  if (!isObject(value)) return [];
  return fieldsOf(shape, root).flatMap(({ name, schema: field }) =>
    Object.hasOwn(value, name) ? namesIn(value[name], field, root) : [],
  );
}
