/** Begins a draft with a flow that works; what its author has written already stays. */
import { action } from "./action";
import { complete, type FlowDocument } from "./document";
import { freeName, MAX_TESTS, nameOf } from "./flowTests";
import type { Action } from "./history";

type Starter = Parameters<typeof complete>[0];

/** `untitled` is the name of a flow that nobody has named. */
export const beginWith = (starter: Starter, untitled: string): Action =>
  action("replace", (document) => {
    const { name, description, settings, notes = [], groups = [], tests = [] } = document;
    return complete({
      ...starter,
      name: name.trim() === "" || name === untitled ? starter.name : name,
      description: description || starter.description,
      settings: { ...starter.settings, ...settings },
      notes: [...notes, ...(starter.notes ?? [])],
      groups: [...groups, ...(starter.groups ?? [])],
      tests: allTests(tests, starter.tests ?? []),
    });
  });

type Tests = NonNullable<FlowDocument["tests"]>;

/** A test is found by its name, so those of the starter get names of their own. */
function allTests(own: Tests, more: Tests): Tests {
  const all = [...own];
  for (const test of more) all.push({ ...test, name: freeName(nameOf(test), all) });
  return all.slice(0, MAX_TESTS);
}
