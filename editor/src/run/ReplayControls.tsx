/** First, back, play, next, last, and the slider over all steps. */
import {
  ActionIcon,
  Badge,
  DirectionProvider,
  Group,
  Slider,
  Text,
  Tooltip,
  VisuallyHidden,
} from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Glyph } from "../components/Glyph";
import type { Step } from "../types";
import { atNumber, type Move, numbersAt } from "./replay";
import classes from "./replay.module.css";
import type { ReplayState } from "./useReplay";

interface Props {
  replay: ReplayState;
  steps: readonly Step[];
  live: "live" | "reconnecting" | undefined;
}

export function ReplayControls({ replay, steps, live }: Props) {
  const { t } = useTranslation();
  const { at } = replay;
  const count = steps.length;
  const { first, n, last } = numbersAt(steps, at);
  const keys = useId();
  const isAtStart = at <= 0;
  const isAtEnd = at >= count - 1;
  const place = t("run.replay.place", { at: n, count: last });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div role="group" aria-label={t("run.replay.title")} aria-describedby={keys} className={classes.controls}>
      {/* As the flow on the canvas and the buttons of every player: onward is to the right in all languages. */}
      <DirectionProvider initialDirection="ltr" detectDirection={false}>
        <div className={classes.line} dir="ltr">
          <Group gap={2} wrap="nowrap">
            <Jump replay={replay} move="first" isOff={isAtStart} />
            <Jump replay={replay} move="back" isOff={isAtStart} />
            <Control
              name={t(replay.isPlaying ? "run.replay.pause" : "run.replay.play")}
              isOff={count < 2}
              onClick={replay.togglePlay}
            >
              {replay.isPlaying ? (
                <path d="M8 5v14M16 5v14" />
              ) : (
                <path d="M7 4.5v15l12-7.500z" fill="currentColor" />
              )}
            </Control>
            <Jump replay={replay} move="next" isOff={isAtEnd} />
            <Jump replay={replay} move="last" isOff={isAtEnd} />
          </Group>
          <Slider
            className={classes.slider}
            classNames={{ thumb: classes.thumb as string }}
            size="sm"
            min={first}
            max={Math.max(last, first)}
            value={Math.max(n, first)}
            disabled={count < 2}
            label={null}
            thumbLabel={t("run.replay.slider")}
            thumbProps={{ "aria-valuetext": place }}
            onChange={(number) => replay.choose(atNumber(steps, number))}
          />
        </div>
      </DirectionProvider>
      <Text size="sm" c="dimmed" className={classes.place} role="status">
        {count > 0 ? place : t("run.replay.noSteps")}
      </Text>
      {live && (
        <Badge
          variant={replay.isNewest ? "filled" : "light"}
          color={live === "live" ? "blue.8" : "gray.7"}
          tt="none"
        >
          {t(`run.replay.${live}`)}
        </Badge>
      )}
      <VisuallyHidden id={keys}>{t("run.replay.keys")}</VisuallyHidden>
    </div>
  );
}

const PATHS: Record<Move, string> = {
  first: "M6 5v14M18 6l-8 6 8 6z",
  back: "M16 6l-8 6 8 6z",
  next: "M8 6l8 6-8 6z",
  last: "M18 5v14M6 6l8 6-8 6z",
};

function Jump({ replay, move, isOff }: { replay: ReplayState; move: Move; isOff: boolean }) {
  const { t } = useTranslation();
  return (
    <Control name={t(`run.replay.${move}`)} isOff={isOff} onClick={() => replay.move(move)}>
      <path d={PATHS[move]} />
    </Control>
  );
}

interface ControlProps {
  name: string;
  isOff: boolean;
  onClick(): void;
  children: ReactNode;
}

function Control({ name, isOff, onClick, children }: ControlProps) {
  return (
    <Tooltip label={name} openDelay={400}>
      {/* Not `disabled`: the focus would be lost at the first and the last step. */}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={name}
        aria-disabled={isOff || undefined}
        data-disabled={isOff || undefined}
        onClick={isOff ? undefined : onClick}
      >
        <Glyph size={18} stroke={1.8}>
          {children}
        </Glyph>
      </ActionIcon>
    </Tooltip>
  );
}
