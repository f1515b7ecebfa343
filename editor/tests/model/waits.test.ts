/** Cards of waits, hours, goals, loops and other flows say in one line what they do. */
import { expect, test } from "vitest";
import { t } from "../../src/i18n";
import { namesIn } from "../../src/model/names";
import { portsOf } from "../../src/model/nodeTypes";
import { nodeName, say, sayPort } from "../../src/model/words";
import { flow, node, TYPES, typeOf } from "./support";

const FLOWS = new Map([[7, { name: "Ask for the city" }]]);
const DOCUMENT = flow([
  node("start", "trigger", { on: { type: "message_received" } }),
  node("ask", "wait_for_reply", { timeout: { days: 1 } }),
  node("choose", "condition", { branches: [] }),
]);
const known = namesIn(
  () => DOCUMENT,
  () => FLOWS,
  TYPES,
  t,
);
const strange = namesIn(
  () => DOCUMENT,
  () => undefined,
  TYPES,
  t,
);
const sentence = (type: string, config: Record<string, unknown>, names = known) =>
  say(node("n", type, config), typeOf(type), t, names).sentence;

const HOURS = { days: ["mon", "tue", "wed", "thu", "fri"], opens: "09:00", closes: "18:00" };

test.each([
  ["wait", { window: HOURS }, "Wait for Mon–Fri, 09:00–18:00"],
  ["wait", { duration: { hours: 2 }, window: HOURS }, "Wait 2 hours, then for Mon–Fri, 09:00–18:00"],
  ["wait", { window: { days: ["sat", "mon"] } }, "Wait for Mon and Sat, 09:00–17:00"],
  ["wait_for_reply", { debounce: 10 }, "Wait for a reply; collect for 10 seconds"],
  [
    "wait_for_event",
    { name: "order_paid", timeout: { days: 2 } },
    "Wait for the event order_paid, up to 2 days",
  ],
  ["wait_for_event", { name: "" }, "Choose the event to wait for"],
  [
    "wait_for_first",
    {
      branches: [
        { on: { type: "reply" } },
        { on: { type: "event", name: "paid" } },
        { on: { type: "time", duration: { days: 2 } } },
      ],
    },
    "Wait for a reply, paid, or 2 days, whichever comes first",
  ],
  ["wait_for_first", { branches: [] }, "Choose what to wait for"],
  [
    "business_hours",
    { window: { ...HOURS, days: [...HOURS.days, "sat", "sun"] } },
    "Open Every day, 09:00–18:00",
  ],
  ["business_hours", {}, "Choose when you are open"],
  [
    "random_split",
    { branches: [{ label: "A" }, { label: "B", weight: 3 }] },
    "Split by chance: A 25% and B 75%",
  ],
  ["goal", { on: { type: "event_received", name: "paid" } }, "Jump here when the event paid happens"],
  [
    "goal",
    { on: { type: "message_received", match: "exact", keywords: ["yes"] } },
    "Jump here when a message is yes",
  ],
  ["goal", {}, "Choose what the goal is"],
  ["go_to", { target: "ask" }, "Go to “Wait for a reply, up to 1 day”, up to 3 times"],
  ["go_to", { target: "choose", maxVisits: 1 }, "Go to “Condition: Choose what to compare”, once"],
  ["go_to", { target: "gone" }, "Choose the node to go to"],
  ["for_each", { list: "event.items" }, "For each item of event.items"],
  ["for_each", { list: "" }, "Choose the list to go through"],
  ["start_flow", { flow: 7 }, "Start “Ask for the city” and go on"],
  ["start_flow", { flow: 8 }, "Choose the flow to start"],
  ["call_flow", { flow: 7 }, "Run “Ask for the city” and wait for its end"],
  ["call_flow", {}, "Choose the flow to run"],
  ["trigger", { on: { type: "event_received", name: "paid" } }, "When the event paid happens"],
  ["trigger", { on: { type: "flow_called" } }, "When another flow starts or calls this one"],
])("%s %j says “%s”", (type, config, said) => {
  expect(sentence(type, config)).toBe(said);
});

test("while nobody knows the flows, a card does not call one gone", () => {
  expect(sentence("start_flow", { flow: 8 }, strange)).toBe("Start another flow and go on");
  expect(say(node("n", "go_to", { target: "x" }), typeOf("go_to"), t).sentence).toBe("Go to another node");
});

test("a node is called by its sentence, with its title where that does not tell what it is", () => {
  const called = DOCUMENT.nodes.map((each) => nodeName(each, TYPES.get(each.type), t));
  expect(called).toEqual([
    "Trigger: When any message arrives",
    "Wait for a reply, up to 1 day",
    "Condition: Choose what to compare",
  ]);
});

test("ways out are called by what they wait for, or by their share", () => {
  const ways = (type: string, config: Record<string, unknown>) => {
    const each = node("n", type, config);
    return portsOf(each, typeOf(type)).map((port) => sayPort(each, port, t) || port.name);
  };
  const on = [{ type: "reply" }, { type: "event", name: "paid" }, { type: "time", duration: { days: 2 } }];
  expect(ways("wait_for_first", { branches: on.map((each, at) => ({ id: `b${at}`, on: each })) })).toEqual([
    "Replied",
    "paid",
    "2 days",
  ]);
  expect(ways("random_split", { branches: [{ id: "x", label: "A" }, { id: "y" }] })).toEqual([
    "A 50%",
    "50%",
  ]);
  expect(ways("wait_for_event", { name: "paid" })).toEqual(["happened", "Not in time"]);
});
