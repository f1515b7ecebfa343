/** The variables a node can name, or the settings of the flow as a whole, kept up while the flow is edited. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef } from "react";
import { getScope } from "../calls";
import { useEditor } from "../model/EditorContext";
import { type Variable, variablesAt } from "../model/scope";
import { documentOf } from "../model/store";
import { useShownRun } from "../run/useShownRun";
import { withSamples } from "./samples";

/** The same list while nothing changed in it, so that typing elsewhere draws no field again. */
export function useScope(nodeId: string | null): readonly Variable[] {
  const { data } = useQuery({ queryKey: ["scope"], queryFn: getScope, staleTime: Number.POSITIVE_INFINITY });
  // Walking the flow may wait until the typing has been drawn.
  const document = useDeferredValue(useEditor(documentOf));
  const types = useEditor((state) => state.types);
  const steps = useShownRun(({ run }) => run.steps);
  const last = useRef<readonly Variable[]>([]);
  return useMemo(() => {
    // Without the names that are always there, every one of them would look unknown.
    const known = data === undefined ? [] : variablesAt(document, types, nodeId, data.items);
    const next = withSamples(
      known,
      steps.map(({ output }) => output),
    );
    if (JSON.stringify(next) !== JSON.stringify(last.current)) last.current = next;
    return last.current;
  }, [document, types, nodeId, data, steps]);
}
