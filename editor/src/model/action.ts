/** An action made of a pure function: it is told the document and says what is new of it. */
import { original } from "immer";
import type { FlowDocument } from "./document";
import type { Action } from "./history";

/** What is new; a list that the document may leave out is gone when it is undefined. */
export type News = { [Key in keyof FlowDocument]?: FlowDocument[Key] | undefined };

export function action(name: string, change: (document: FlowDocument) => News): Action {
  return {
    name,
    apply(draft) {
      // Reading through the draft would make a proxy of every node and edge that is looked at.
      const news = change(original(draft) as FlowDocument);
      Object.assign(draft, news);
      for (const key of ["notes", "groups", "tests"] as const) {
        if (draft[key] === undefined) delete draft[key];
      }
    },
  };
}
