/** Colours the variables of a template and underlines those that nothing sets. */
import type { Extension, Range } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { t } from "../../i18n";
import type { Variable } from "../../model/scope";
import { isKnown, type Name, namesOf, placesOf } from "../template";

// Only what is on screen is read, with room for a place that begins above it.
const MARGIN = 500;

const place = Decoration.mark({ class: "cm-place" });

export function marks(isExpression: boolean, variables: readonly Variable[]): Extension {
  const paths = variables.map((variable) => variable.path);
  const read = (view: EditorView) => decorations(view, isExpression, paths);
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = read(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged) this.decorations = read(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function decorations(view: EditorView, isExpression: boolean, paths: readonly string[]): DecorationSet {
  const found = view.visibleRanges.flatMap(({ from, to }) => {
    const start = Math.max(0, from - MARGIN);
    const text = view.state.sliceDoc(start, to + MARGIN);
    if (isExpression) return namesOf(text, start).map((name) => nameMark(name, paths));
    return placesOf(text, start).flatMap(({ from, to, names }) => [
      place.range(from, to),
      ...names.filter(({ path }) => !isKnown(path, paths)).map(unknownMark),
    ]);
  });
  return Decoration.set(unique(found), true);
}

const nameMark = (name: Name, paths: readonly string[]): Range<Decoration> =>
  isKnown(name.path, paths)
    ? Decoration.mark({ class: "cm-name" }).range(name.from, name.to)
    : unknownMark(name);

const unknownMark = ({ from, to, path }: Name): Range<Decoration> =>
  Decoration.mark({
    class: "cm-unknown",
    attributes: { title: t("forms.unknownVariable", { path }) },
  }).range(from, to);

/** Ranges on screen that lie close together are read twice at their margins. */
function unique(ranges: Range<Decoration>[]): Range<Decoration>[] {
  return [
    ...new Map(
      ranges.map((range) => [`${range.from} ${range.to} ${range.value.spec.class}`, range]),
    ).values(),
  ];
}
