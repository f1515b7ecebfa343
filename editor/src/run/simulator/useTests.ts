/** Runs the tests of the draft; results of a draft that has changed since are forgotten. */
import { useEffect, useRef, useState } from "react";
import { runFlowTests } from "../../calls";
import type { components } from "../../generated/api";
import { useEditor } from "../../model/EditorContext";
import { documentOf } from "../../model/store";

export type Tested = components["schemas"]["Tested"];

export function useTests(flowId: number) {
  const document = useEditor(documentOf);
  const [results, setResults] = useState<Tested[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(new AbortController());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft
  useEffect(() => {
    setResults(null);
    return () => asked.current.abort();
  }, [document]);

  async function run() {
    asked.current.abort();
    asked.current = new AbortController();
    const { signal } = asked.current;
    setBusy(true);
    setError(null);
    try {
      const { items } = await runFlowTests(flowId, document, signal);
      if (!signal.aborted) setResults(items);
    } catch (error) {
      if (!signal.aborted) setError(error as Error);
    } finally {
      setBusy(false);
    }
  }
  return { results, error, isBusy, run };
}
