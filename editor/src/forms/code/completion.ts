/** Offers the variables in scope while one is typed, and when the list is asked for. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { t } from "../../i18n";
import type { Variable } from "../../model/scope";
import { sampleText } from "../samples";
import { insertion, typedIn } from "../template";

// A variable longer than this is none; a text of megabytes is not copied at each key.
const REACH = 300;

export function completion(isExpression: boolean, variables: readonly Variable[]): Extension {
  const options = variables.map((variable) => optionOf(variable, isExpression));
  const places = variables.map((variable) => variable.path);
  return autocompletion({
    override: [(context) => offered(context, options, isExpression)],
    icons: false,
    // As the server lists them: what is needed most comes first.
    compareCompletions: (a, b) => places.indexOf(a.label) - places.indexOf(b.label),
    // A column this narrow has no room for a second box beside the list.
    addToOptions: [{ render: (option) => helpOf((option as Offer).help), position: 70 }],
    optionClass: () => "cm-variableOption",
    tooltipClass: () => "cm-variables",
  });
}

interface Offer extends Completion {
  help: string;
}

function optionOf(variable: Variable, isExpression: boolean): Offer {
  return {
    label: variable.path,
    help: helpText(variable),
    apply: isExpression ? variable.path : insert,
  };
}

function helpText({ help, example }: Variable): string {
  const shown = sampleText(example);
  if (shown === "") return help;
  return [help, t("forms.example", { example: shown })].filter(Boolean).join(" · ");
}

function helpOf(text: string): HTMLElement {
  const line = document.createElement("div");
  line.className = "cm-variableHelp";
  line.textContent = text;
  return line;
}

function offered(
  context: CompletionContext,
  options: Offer[],
  isExpression: boolean,
): CompletionResult | null {
  const before = context.state.sliceDoc(Math.max(0, context.pos - REACH), context.pos);
  const typed = isExpression ? (/[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? "") : typedIn(before);
  if (typed === null && !context.explicit) return null;
  if (isExpression && typed === "" && !context.explicit) return null;
  return { from: context.pos - (typed ?? "").length, options, validFor: /^[\w.]*$/ };
}

/** Puts the variable in with the braces that are missing; braces that are there already are used, not doubled. */
function insert(view: EditorView, chosen: Completion, from: number, to: number): void {
  const before = view.state.sliceDoc(Math.max(0, from - REACH), from);
  const after = view.state.sliceDoc(to, to + REACH);
  const { text, skip } = insertion(chosen.label, before, after);
  view.dispatch({
    changes: { from, to: to + skip, insert: text },
    selection: { anchor: from + text.length },
    annotations: pickedCompletion.of(chosen),
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}
