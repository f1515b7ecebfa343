/** The chat with the draft: what was said, the clock, what else can happen, and what waits for an answer. */
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../model/EditorContext";
import { documentOf } from "../../model/store";
import { beginningOf } from "../beginning";
import { Composer } from "../chat/Composer";
import chat from "../chat/chat.module.css";
import phone from "../phone.module.css";
import { Calls } from "./Calls";
import { Clock } from "./Clock";
import { Lines } from "./Lines";
import { SaveTest } from "./SaveTest";
import { Troubles } from "./Troubles";
import type { Simulator } from "./useSimulator";

export function ChatTab({ simulator }: { simulator: Simulator }) {
  const { t } = useTranslation();
  const [isSaving, setSaving] = useState(false);
  const { script, outcome, add } = simulator;
  const keyword = useEditor((state) => beginningOf(documentOf(state)).keyword);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isFresh = script.steps.length === 0 && script.start === undefined;
  return (
    <>
      <Clock simulator={simulator} />
      <div className={phone.device}>
        <section className={chat.chat} aria-label={t("simulator.chat")}>
          <Lines outcome={outcome} isFresh={isFresh} onTap={(button) => add({ type: "tap", button })} />
          <Composer
            onSend={(text) => add({ type: "say", text })}
            blocked={null}
            suggestion={isFresh ? keyword : undefined}
          />
        </section>
      </div>
      <Calls simulator={simulator} />
      <Troubles simulator={simulator} />
      {isSaving ? (
        <SaveTest simulator={simulator} onDone={() => setSaving(false)} />
      ) : (
        <Group gap={6}>
          <Button size="compact-xs" variant="default" disabled={isFresh} onClick={simulator.undo}>
            {t("simulator.undo")}
          </Button>
          <Button size="compact-xs" variant="default" disabled={isFresh} onClick={simulator.restart}>
            {t("simulator.restart")}
          </Button>
          {!isReadOnly && (
            <Button
              size="compact-xs"
              variant="light"
              ms="auto"
              disabled={isFresh || outcome === null}
              onClick={() => setSaving(true)}
            >
              {t("simulator.save.open")}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}
