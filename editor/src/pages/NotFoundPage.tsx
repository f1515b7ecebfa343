/** An address that is no page. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Empty } from "../components/Empty";
import { Page } from "../components/Page";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")}>
      <Empty title={t("notFound.heading")} help={t("notFound.help")}>
        <Button component={Link} href="/flows">
          {t("notFound.toFlows")}
        </Button>
      </Empty>
    </Page>
  );
}
