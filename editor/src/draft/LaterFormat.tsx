/** Stands where the canvas would, for a flow of a format that this Parley cannot read. */
import { Button, Container } from "@mantine/core";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { Empty } from "../components/Empty";
import { saveAsFile } from "../components/saveAsFile";
import { FORMAT_VERSION } from "../model/document";
import type { Flow } from "../types";

export default function LaterFormat({ flow: { document } }: { flow: Flow }) {
  const { t } = useTranslation();
  const help = t("tools.later.help", { version: document.formatVersion, known: FORMAT_VERSION });
  return (
    <Container py="lg">
      <Empty title={t("tools.later.title")} help={help}>
        <Button onClick={() => saveAsFile(document, document.name)}>{t("draft.menu.download")}</Button>
      </Empty>
    </Container>
  );
}
