/** The clock of the simulation, the ways to move it, and what else can happen besides a message. */
import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MoreIcon } from "../../components/icons";
import { locale } from "../../i18n";
import { roughly, timeIn } from "../../model/simulation";
import { EventForm } from "./EventForm";
import { SkipForm } from "./SkipForm";
import classes from "./simulator.module.css";
import { useFirings } from "./useFirings";
import type { Simulator } from "./useSimulator";

type Tray = "skip" | "event" | "webhook" | null;

export function Clock({ simulator }: { simulator: Simulator }) {
  const { t } = useTranslation();
  const { outcome, add } = simulator;
  const [tray, setTray] = useState<Tray>(null);
  const firings = useFirings();
  const done = () => setTray(null);
  if (outcome === null) return null;
  const { now, timezone, nextTimer } = outcome;
  return (
    <div className={classes.clock}>
      <Group gap={6}>
        <Text size="xs" fw={600} flex={1} component="time" dateTime={now} aria-label={t("simulator.clock")}>
          {timeIn(now, timezone, locale)}
        </Text>
        <Group gap={6} wrap="nowrap" flex="none">
          <Button
            size="compact-xs"
            variant="light"
            disabled={!nextTimer}
            onClick={() => add({ type: "advance_to_next" })}
          >
            {nextTimer
              ? t("simulator.skip.next", { duration: roughly(now, nextTimer, locale) })
              : t("simulator.skip.noTimer")}
          </Button>
          <Skip hours={1} label={t("simulator.skip.hour")} simulator={simulator} />
          <Skip hours={24} label={t("simulator.skip.day")} simulator={simulator} />
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("simulator.more")}>
                <MoreIcon />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setTray("skip")}>{t("simulator.skip.open")}</Menu.Item>
              <Menu.Item onClick={() => setTray("event")}>{t("simulator.event.open")}</Menu.Item>
              {firings.hasWebhook && (
                <Menu.Item onClick={() => setTray("webhook")}>{t("simulator.webhook.open")}</Menu.Item>
              )}
              {firings.timed.map((nodeId) => (
                <Menu.Item key={nodeId} onClick={() => add({ type: "fire", nodeId })}>
                  {t("simulator.fire")} {firings.say(nodeId)}
                </Menu.Item>
              ))}
              <Menu.Item onClick={() => add({ type: "fail_send" })}>{t("simulator.failSend")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      {tray === "skip" && (
        <SkipForm onSkip={(duration) => add({ type: "advance", duration })} onDone={done} />
      )}
      {tray === "event" && (
        <EventForm
          names={firings.names}
          onSend={(name, key, data) => add({ type: "happen", name, key, data })}
          onDone={done}
        />
      )}
      {tray === "webhook" && (
        <EventForm onSend={(_, __, data) => add({ type: "webhook", data })} onDone={done} />
      )}
    </div>
  );
}

function Skip({ hours, label, simulator }: { hours: number; label: string; simulator: Simulator }) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => simulator.add({ type: "advance", duration: { hours } })}
    >
      {label}
    </Button>
  );
}
