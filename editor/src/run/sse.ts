/** Reads the lines of a `text/event-stream` as events; the text may arrive cut anywhere. */

export interface ServerEvent {
  /** The `event` field; "message" when the server names none. */
  type: string;
  data: string;
  /** The `id` field of this event or the last one before it. */
  id: string;
}

const LINE_END = /\r\n|\r|\n/;

/** A function to feed with text as it arrives; `emit` is called for each whole event. */
export function createParser(emit: (event: ServerEvent) => void): (text: string) => void {
  let rest = "";
  let endedInReturn = false;
  let type = "";
  let data: string[] = [];
  let id = "";

  function take(line: string): void {
    if (line === "") {
      dispatch();
      return;
    }
    const [field, value] = fieldOf(line);
    if (field === "event") type = value;
    if (field === "data") data.push(value);
    if (field === "id" && !value.includes("\0")) id = value;
  }

  function dispatch(): void {
    if (data.length > 0) emit({ type: type || "message", data: data.join("\n"), id });
    type = "";
    data = [];
  }

  return (text) => {
    if (text === "") return;
    // "\r" and "\n" of one line end may come in different pieces.
    rest += endedInReturn && text.startsWith("\n") ? text.slice(1) : text;
    endedInReturn = text.endsWith("\r");
    const lines = rest.split(LINE_END);
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  };
}

/** "data: x" as ["data", "x"]; a comment (": x") has no field. */
function fieldOf(line: string): [field: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}
