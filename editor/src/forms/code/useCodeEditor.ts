/** Puts a CodeMirror editor into an element once the element is seen and the code is there. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { CodeEditor, Events, Settings } from "./codeEditor";

type Code = typeof import("./codeEditor");

let code: Code | null = null;
const load = async (): Promise<Code> => {
  code ??= await import("./codeEditor");
  return code;
};

interface Wanted {
  value: string;
  settings: Settings;
  events: Events;
}

/** The editor inside `frame` when it is there; until then a plain text area does its work in the same place. */
export function useCodeEditor(frame: RefObject<HTMLDivElement | null>, wanted: Wanted): CodeEditor | null {
  const [editor, setEditor] = useState<CodeEditor | null>(null);
  const isReady = useIsReady(frame);
  const latest = useRef(wanted);
  latest.current = wanted;

  useLayoutEffect(() => {
    if (!isReady || code === null || frame.current === null) return;
    const { value, settings } = latest.current;
    const created = code.createCodeEditor(frame.current, value, settings, {
      type: (text) => latest.current.events.type(text),
      leave: () => latest.current.events.leave(),
    });
    takeOver(frame.current.querySelector("textarea"), created);
    setEditor(created);
    return () => {
      created.destroy();
      setEditor(null);
    };
  }, [isReady, frame]);

  const { value, settings } = wanted;
  useLayoutEffect(() => editor?.show(value), [editor, value]);
  useEffect(() => editor?.configure(settings), [editor, settings]);
  return editor;
}

/** Who was already typing in the text area goes on in the editor. */
function takeOver(area: HTMLTextAreaElement | null, editor: CodeEditor): void {
  if (area === null || document.activeElement !== area) return;
  editor.focus(area.selectionStart, area.selectionEnd);
}

/** True once the element has been near the screen and the code has come; a form may hold hundreds of such fields. */
function useIsReady(frame: RefObject<HTMLElement | null>): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (frame.current === null) return;
    let isGone = false;
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        // Without the code (a lost connection) the text area stays and works.
        load().then(
          () => isGone || setReady(true),
          () => undefined,
        );
      },
      { rootMargin: "200px" },
    );
    watch.observe(frame.current);
    return () => {
      isGone = true;
      watch.disconnect();
    };
  }, [frame]);
  return isReady;
}
