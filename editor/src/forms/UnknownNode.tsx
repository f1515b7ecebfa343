/** A node whose type is not installed: kept, and readable. */
import { useTranslation } from "react-i18next";
import type { FlowNode } from "../model/document";
import styles from "./forms.module.css";

export function UnknownNode({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.stack}>
      <p className={styles.note}>
        {t("words.unknown", { type: node.type })}. {t("forms.unknownTypeHelp")}
      </p>
      <div>
        <p className={styles.legend}>{t("forms.unknownTypeSettings")}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when long, so the keyboard must reach it */}
        <section className="data" dir="auto" tabIndex={0} aria-label={t("forms.unknownTypeSettings")}>
          {JSON.stringify(node.config, null, 2)}
        </section>
      </div>
    </div>
  );
}
