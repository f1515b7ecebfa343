/** Plays the script with the draft as it is, again after each change of either: the server keeps nothing between two calls. */
import { useEffect, useMemo } from "react";
import { create } from "zustand";
import { simulateFlow } from "../../calls";
import { useEditor } from "../../model/EditorContext";
import { EMPTY, type Outcome, type Script, type ScriptStep, withoutLast } from "../../model/simulation";
import { documentOf } from "../../model/store";

/** While somebody draws, the draft changes many times a second. */
const DRAFT_REST_MS = 300;

interface Chat {
  flowId: number;
  script: Script;
  outcome: Outcome | null;
  error: Error | null;
  /** The name of the test that is replayed. */
  test: string | null;
}

const begun = (flowId: number): Chat => ({ flowId, script: EMPTY, outcome: null, error: null, test: null });

/** Outlives the panel: whoever opens it again goes on with the chat. */
const useChat = create<Chat>()(() => begun(0));

export interface Simulator extends Chat {
  /** Let something happen. */
  add(step: ScriptStep): void;
  undo(): void;
  /** Begin anew where it began, with the same contact; undone to its end, it waits for a trigger again. */
  restart(): void;
  /** Ask once more what could not be answered. */
  retry(): void;
  /** Play another script. */
  play(script: Script, test?: string): void;
}

export function useSimulator(flowId: number): Simulator {
  const known = useChat();
  const chat = useMemo(() => (known.flowId === flowId ? known : begun(flowId)), [known, flowId]);
  usePlaying(chat);
  return useMemo(() => {
    const { script, test } = chat;
    const play = (next: Script, name: string | null = null) =>
      useChat.setState({ ...chat, script: next, test: name });
    return {
      ...chat,
      play,
      add: (step) => play({ ...script, steps: [...script.steps, step] }, test),
      undo: () => play(withoutLast(script), test),
      restart: () => play({ ...script, steps: [] }),
      retry: () => play({ ...script }, test),
    };
  }, [chat]);
}

/** Ask the server whenever the script or the draft is another. */
function usePlaying({ flowId, script }: Chat): void {
  const document = useEditor(documentOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a script is played at once, a draft when it rests
  useEffect(() => ask(flowId, script, document, 0), [flowId, script]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same
  useEffect(() => ask(flowId, script, document, DRAFT_REST_MS), [document]);
}

let asked = new AbortController();

function ask(flowId: number, script: Script, document: ReturnType<typeof documentOf>, rest: number) {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  const timer = setTimeout(async () => {
    try {
      const { tests: _, ...draft } = document;
      tell(flowId, script, await simulateFlow(flowId, { ...script, document: draft }, signal));
    } catch (error) {
      if (!signal.aborted) useChat.setState({ ...useChat.getState(), error: error as Error });
    }
  }, rest);
  return () => clearTimeout(timer);
}

function tell(flowId: number, script: Script, outcome: Outcome): void {
  const chat = useChat.getState();
  useChat.setState({ ...(chat.flowId === flowId ? chat : begun(flowId)), script, outcome, error: null });
}
