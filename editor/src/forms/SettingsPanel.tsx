/** The settings of the flow as a whole: who may enter again, and what makes a contact leave. */
import { ActionIcon, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { getFlowSettings } from "../calls";
import { ErrorNote } from "../components/ErrorNote";
import "../i18n/forms";
import { focusPlace } from "./focusPlace";
import styles from "./forms.module.css";
import { CloseIcon } from "./icons";
import { NodeForm } from "./NodeForm";
import { escaping } from "./useKeys";

interface Props {
  /** The place that somebody wants to mend; a new object each time. */
  wanted: { place: string } | null;
  onClose(): void;
}

export default function SettingsPanel({ wanted, onClose }: Props) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const type = useQuery({
    queryKey: ["flow-settings"],
    queryFn: getFlowSettings,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isDrawn = type.isSuccess;
  useEffect(() => {
    if (isDrawn && wanted !== null && panel.current !== null) focusPlace(panel.current, wanted.place);
  }, [isDrawn, wanted]);
  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label={t("forms.flowSettings.title")}
      tabIndex={-1}
      onKeyDown={escaping(panel, onClose)}
    >
      <header className={styles.top}>
        <div className={styles.grow}>
          <Title order={2} size="h5">
            {t("forms.flowSettings.title")}
          </Title>
          <Text size="xs" c="dimmed" mt={2}>
            {t("forms.flowSettings.help")}
          </Text>
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={t("forms.close")} onClick={onClose}>
          <CloseIcon />
        </ActionIcon>
      </header>
      <div className={styles.body}>
        <ErrorNote error={type.error} onRetry={() => type.refetch()} />
        {type.data && <NodeForm nodeId={null} type={type.data} />}
      </div>
    </section>
  );
}
