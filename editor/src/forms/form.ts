/** What the fields of one form share: the node they edit, or the flow as a whole, its schema, where issues go, and what was typed before. */
import { createContext, useContext } from "react";
import { setConfig, setField, setSettings } from "../model/actions";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { nodeOf } from "../model/graph";
import type { NodeType } from "../model/nodeTypes";
import { formatPath, getIn, type JsonSchema, type Path } from "../model/schema";
import type { Variable } from "../model/scope";
import { documentOf, type EditorState } from "../model/store";
import { memoriesOf } from "./memory";
import type { Placing } from "./placing";

export interface Form {
  /** Null for the settings of the flow as a whole. */
  nodeId: string | null;
  type: NodeType;
  root: JsonSchema;
  isReadOnly: boolean;
  placing: Placing;
}

const FormContext = createContext<Form | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === null) throw new Error("There is no form around this field.");
  return form;
}

/** The variables in scope: a context of its own, so that a change of theirs reaches only who shows them. */
export const VariablesContext = createContext<readonly Variable[]>([]);
export const useVariables = () => useContext(VariablesContext);

function configOf(state: EditorState, nodeId: string | null): unknown {
  const document = documentOf(state);
  return nodeId === null ? document.settings : nodeOf(document, nodeId)?.config;
}

/** The value at a path of the node's settings; the component is drawn again when that value changes. */
export function useValue(path: Path): unknown {
  const { nodeId } = useForm();
  return useEditor((state) => getIn(configOf(state, nodeId), path));
}

/** Something plain about that value; typing inside of it draws nothing again while the answer stays. */
export function useDerived<T extends string | number | boolean>(
  path: Path,
  derive: (value: unknown) => T,
): T {
  const { nodeId } = useForm();
  return useEditor((state) => derive(getIn(configOf(state, nodeId), path)));
}

interface Editing {
  /** Part of a stay in a field: all of it is one undo step. */
  type(value: unknown): void;
  /** A change that is complete in itself. */
  choose(value: unknown): void;
  leave(): void;
  /** The value as it is now, for who need not be drawn when it changes. */
  peek(): unknown;
}

/** How a field changes the value at its path; undefined takes the key out. */
export function useEditing(path: Path): Editing {
  const { nodeId } = useForm();
  const store = useEditorStore();
  const act = (value: unknown, gesture?: string) =>
    store.getState().act(change(nodeId, path, value), gesture);
  return {
    type: (value) => act(value, `field:${nodeId}:${formatPath(path)}`),
    choose: (value) => act(value),
    leave: () => store.getState().endGesture(),
    peek: () => getIn(configOf(store.getState(), nodeId), path),
  };
}

function change(nodeId: string | null, path: Path, value: unknown) {
  if (nodeId === null) return setSettings(path, value);
  return path.length === 0
    ? setConfig(nodeId, (value ?? {}) as Record<string, unknown>)
    : setField(nodeId, path, value);
}

/** What a place held before another choice was made there; kept while the flow is open and the place is there. */
export function useMemory(path: Path): {
  recall(name: string): unknown;
  keep(name: string, value: unknown): void;
} {
  const { nodeId, type } = useForm();
  const memories = memoriesOf(useEditorStore());
  const place = { nodeId, type: type.tag, path };
  return {
    recall: (name) => memories.recall(place, name),
    keep: (name, value) => memories.keep(place, name, value),
  };
}
