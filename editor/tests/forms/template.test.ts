/** Variables in templates and expressions. */
import { expect, test } from "vitest";
import { insertion, isKnown, namesOf, placesOf, typedIn } from "../../src/forms/template";

const paths = (text: string) => placesOf(text).flatMap((place) => place.names.map((name) => name.path));

test("the variables of a template are found, its filters, texts and keywords are not", () => {
  expect(
    paths("Hi {{ contact.name | default('you') | upper }}, {% if vars.count > 3 and not x %}y{% endif %}"),
  ).toEqual(["contact.name", "vars.count", "x"]);
});

test("places are where they stand in the text", () => {
  const text = "ab {{ vars.x }}";
  const [place] = placesOf(text, 10);
  expect(place).toMatchObject({ from: 13, to: 25 });
  expect(place?.names).toEqual([{ from: 16, to: 22, path: "vars.x" }]);
});

test("functions, named options and numbers of an expression are no variables", () => {
  expect(namesOf("len(vars.list) > 3e5 and round(x, digits=2) == vars . a").map((name) => name.path)).toEqual(
    ["vars.list", "x", "vars.a"],
  );
});

test("what is typed inside open braces is known", () => {
  expect(typedIn("Hi {{ con")).toBe("con");
  expect(typedIn("Hi {{")).toBe("");
  expect(typedIn("Hi {{ a if contact.n")).toBe("contact.n");
  expect(typedIn("Hi con")).toBeNull();
  expect(typedIn("Hi {{ a }} con")).toBeNull();
  expect(typedIn("Hi {{ a | up")).toBeNull();
});

function inserted(before: string, after: string): string {
  const { text, skip } = insertion("vars.x", before, after);
  return before + text + after.slice(skip);
}

test("braces that are there are used, missing ones are added, none are doubled", () => {
  expect(inserted("Hi ", "!")).toBe("Hi {{ vars.x }}!");
  expect(inserted("Hi {{", "}}!")).toBe("Hi {{ vars.x }}!");
  expect(inserted("Hi {{ ", " }}!")).toBe("Hi {{ vars.x }}!");
  expect(inserted("Hi {{ ", "")).toBe("Hi {{ vars.x }}");
  expect(inserted("Hi {{", "}!")).toBe("Hi {{ vars.x }}!");
  expect(inserted("Hi {{ ", " | upper }}")).toBe("Hi {{ vars.x | upper }}");
});

test("a name is known when it is listed, holds a listed one, or lies where nothing is listed", () => {
  const known = ["contact.name", "contact.fields", "event", "vars.count"];
  expect(
    ["contact.name", "contact", "contact.fields.city", "event.order.total"].every((path) =>
      isKnown(path, known),
    ),
  ).toBe(true);
  expect(["contact.nmae", "vars.cuont", "vars.counter", "order"].some((path) => isKnown(path, known))).toBe(
    false,
  );
  expect(isKnown("anything", [])).toBe(true);
});
