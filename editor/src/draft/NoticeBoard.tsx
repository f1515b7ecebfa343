/** What was said last: trouble stays until it is closed, good news goes by itself. */
import { CloseButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import { documentOf } from "../model/store";
import classes from "./bar.module.css";
import { Strip, StripButton } from "./Strip";
import type { Desk, Notice } from "./useDesk";

const GOES_AFTER_MS = 12_000;

export function NoticeBoard({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const document = useEditor(documentOf);
  const { notice, say, side, version, isPaletteOpen } = desk;
  if (notice === null) return null;
  if (!notice.isTrouble) {
    return (
      <Toast notice={notice} place={[document, side, version, isPaletteOpen]} onClose={() => say(null)} />
    );
  }
  return <Strip look="trouble" text={notice.text} onClose={() => say(null)} closeLabel={t("common.close")} />;
}

interface ToastProps {
  notice: Notice;
  /** What was on the desk: the news is old once the person goes on. */
  place: readonly unknown[];
  onClose: () => void;
}

function Toast({ notice, place, onClose }: ToastProps) {
  const { t } = useTranslation();
  const { text, action } = notice;
  const [first, setFirst] = useState({ notice, place });
  if (first.notice !== notice) setFirst({ notice, place });
  const isOld = first.notice === notice && first.place.some((part, at) => part !== place[at]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: closing is all that hangs on it
  useEffect(() => {
    if (isOld) onClose();
  }, [isOld]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time begins anew with the notice alone
  useEffect(() => {
    const timer = setTimeout(onClose, GOES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  function act() {
    action?.run();
    onClose();
  }

  return (
    <output className={classes.toast}>
      <div>
        <span className="foreign">{text}</span>
        {action && <StripButton label={action.label} onClick={act} />}
        <CloseButton size="sm" aria-label={t("common.close")} onClick={onClose} />
      </div>
    </output>
  );
}
