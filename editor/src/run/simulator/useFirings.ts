/** What besides a message may set off the draft: its other triggers, and the events it listens to. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FlowNode } from "../../model/document";
import { useEditor } from "../../model/EditorContext";
import { isTrigger, nodeOf } from "../../model/graph";
import { getIn } from "../../model/path";
import { documentOf } from "../../model/store";
import { say } from "../../model/words";

const TIMED: ReadonlySet<unknown> = new Set(["schedule", "contact_date", "flow_called"]);

export function useFirings() {
  const { t } = useTranslation();
  const document = useEditor(documentOf);
  const types = useEditor((state) => state.types);
  return useMemo(() => {
    const kindOf = (config: unknown) => getIn(config, ["on", "type"]);
    const triggers = document.nodes.filter((node) => isTrigger(node) && !node.disabled);
    return {
      hasWebhook: triggers.some(({ config }) => kindOf(config) === "webhook"),
      timed: triggers.filter(({ config }) => TIMED.has(kindOf(config))).map(({ id }) => id),
      names: [...new Set(document.nodes.flatMap(eventsIn))],
      say(nodeId: string): string {
        const node = nodeOf(document, nodeId);
        return node === undefined ? nodeId : say(node, types.get(node.type), t).sentence;
      },
    };
  }, [document, types, t]);
}

/** The names of events in a node's settings: of its own, of what it listens to, and of its branches. */
function eventsIn({ type, config }: FlowNode): string[] {
  const branches = Array.isArray(config.branches) ? config.branches : [];
  const listening = [config.on, ...branches.map((branch) => getIn(branch, ["on"]))];
  const names = listening.filter(isOfEvent).map((on) => getIn(on, ["name"]));
  const own = type === "wait_for_event" ? [config.name] : [];
  return [...names, ...own].filter((name): name is string => typeof name === "string" && name !== "");
}

const isOfEvent = (on: unknown): boolean => ["event_received", "event"].includes(String(getIn(on, ["type"])));
