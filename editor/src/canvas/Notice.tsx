/** A sentence over the canvas that goes away by itself, and the one that stays while a wire is laid by keyboard. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./notice.module.css";
import { useCanvas, useView } from "./view";

const STAYS = 8_000;

export function Notice() {
  const { t } = useTranslation();
  const view = useView();
  const notice = useCanvas((state) => state.notice);
  const isConnecting = useCanvas((state) => state.connecting !== null);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => view.setState({ notice: null }), STAYS);
    return () => clearTimeout(timer);
  }, [notice, view]);
  return (
    <>
      {isConnecting && <div className={classes.connecting}>{t("canvas.said.connecting")}</div>}
      <div className={classes.place} role="status">
        {notice && (
          <div key={notice.key} className={classes.notice}>
            {notice.text}
            <button
              type="button"
              className={classes.close}
              aria-label={t("common.close")}
              onClick={() => view.setState({ notice: null })}
            >
              ×
            </button>
          </div>
        )}
      </div>
    </>
  );
}
