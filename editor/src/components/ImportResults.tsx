/** How each imported file went. */
import "../i18n/pages";
import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Problem } from "../api";
import { ErrorNote } from "./ErrorNote";
import { Foreign } from "./Foreign";
import type { ImportResult } from "./useImport";

export function ImportResults({ results, onClose }: { results: ImportResult[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" aria-live="polite" display={results.length === 0 ? "none" : undefined}>
      {results.map((result) =>
        "flow" in result ? (
          <Alert
            key={result.key}
            color="parley"
            withCloseButton
            closeButtonLabel={t("common.close")}
            onClose={onClose}
          >
            {t("flows.imported", { file: result.file })}{" "}
            <Anchor component={Link} href={`/flows/${result.flow.id}`} size="sm">
              {t("flows.open")}
            </Anchor>
          </Alert>
        ) : (
          <div key={result.key}>
            <Text size="sm" mb={4}>
              {t(isNoFlow(result.error) ? "flows.notAFlow" : "flows.notImported")}{" "}
              <Foreign text={result.file} size="sm" fw={600} />
            </Text>
            <ErrorNote error={result.error} onClose={onClose} />
          </div>
        ),
      )}
    </Stack>
  );
}

const isNoFlow = (error: Error) => error instanceof Problem && error.code === "invalid";
