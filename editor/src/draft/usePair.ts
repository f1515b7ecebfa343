/** The two documents that are compared, as soon as they are known. */
import { useMemo } from "react";
import { complete, type FlowDocument } from "../model/document";
import { useVersion } from "../queries/version";
import type { Comparing } from "./comparing";
import { useDraft, useSaveState } from "./DraftContext";

interface Pair {
  before: FlowDocument | undefined;
  after: FlowDocument | undefined;
  error: Error | null;
  retry: () => void;
}

export function usePair(flowId: number, comparing: Comparing): Pair {
  const versions = comparing.kind === "versions" ? comparing : { from: null, to: null };
  const from = useVersion(flowId, versions.from);
  const to = useVersion(flowId, versions.to);
  const old = useComplete(from.data?.document);
  const now = useComplete(to.data?.document);
  const { autosave } = useDraft();
  const state = useSaveState();
  const draft = autosave.newest;
  const error = from.error ?? to.error;
  const retry = () => void (from.error ? from : to).refetch();
  if (comparing.kind === "conflict") {
    const theirs = state.kind === "conflict" ? state.theirs.document : undefined;
    const base = autosave.base.document;
    const pairs = { mine: [base, draft], theirs: [base, theirs], both: [theirs, draft] } as const;
    const [before, after] = pairs[comparing.what];
    return { before, after, error: null, retry };
  }
  return {
    before: comparing.from === null ? draft : old,
    after: comparing.to === null ? draft : now,
    error,
    retry,
  };
}

const useComplete = (raw: Parameters<typeof complete>[0] | undefined) =>
  useMemo(() => (raw ? complete(raw) : undefined), [raw]);
