/** How the editor looks: like the kit's own inputs, in its colours, light and dark. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const base = EditorView.theme({
  "&": { background: "transparent", color: "var(--mantine-color-text)", fontSize: "inherit" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "inherit",
    lineHeight: "inherit",
    minHeight: "inherit",
    maxHeight: "inherit",
    overflow: "auto",
  },
  ".cm-content": {
    padding: "var(--field-padding-y) 0",
    caretColor: "var(--mantine-color-text)",
    minHeight: "var(--field-min-height)",
    boxSizing: "border-box",
  },
  ".cm-line": { padding: "0 var(--field-padding-x)" },
  ".cm-placeholder": { color: "var(--mantine-color-placeholder)" },
  ".cm-place": {
    color: "var(--field-place-text)",
    background: "var(--field-place)",
    borderRadius: "4px",
    padding: "1px 0",
  },
  ".cm-name": { color: "var(--field-place-text)" },
  ".cm-unknown": {
    textDecoration: "underline wavy var(--mantine-color-error)",
    textUnderlineOffset: "3px",
  },
});

const list = EditorView.theme({
  ".cm-tooltip.cm-variables": {
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "var(--mantine-radius-md)",
    background: "var(--mantine-color-body)",
    boxShadow: "var(--mantine-shadow-md)",
    overflow: "hidden",
    zIndex: "400",
  },
  ".cm-tooltip.cm-variables > ul": {
    fontFamily: "var(--mantine-font-family)",
    fontSize: "var(--mantine-font-size-sm)",
    maxHeight: "260px",
    maxWidth: "min(340px, 90vw)",
    padding: "4px",
  },
  ".cm-tooltip.cm-variables > ul > li": {
    padding: "5px 8px",
    borderRadius: "var(--mantine-radius-sm)",
    color: "var(--mantine-color-text)",
    lineHeight: "1.35",
    whiteSpace: "normal",
  },
  ".cm-tooltip.cm-variables > ul > li[aria-selected]": {
    background: "var(--mantine-primary-color-light)",
    color: "var(--mantine-color-text)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-variableHelp": { fontSize: "var(--mantine-font-size-xs)", color: "var(--mantine-color-dimmed)" },
});

const code = EditorView.theme({ ".cm-content": { fontFamily: "var(--mantine-font-family-monospace)" } });

export const look = (isExpression: boolean): Extension => [base, list, isExpression ? code : []];
