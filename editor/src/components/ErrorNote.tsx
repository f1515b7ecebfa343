/** An error as a sentence, with the places it names. */
import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "../api";

interface Props {
  error: Error | null | undefined;
  onRetry?: () => void;
  onClose?: () => void;
}

export function ErrorNote({ error, onRetry, onClose }: Props) {
  const { t } = useTranslation();
  if (!error) return null;
  const places =
    error instanceof Problem ? error.errors.filter((entry) => !isSaid(entry, error)).map(describe) : [];
  return (
    <Alert
      color="red"
      role="alert"
      title={error.message}
      withCloseButton={onClose !== undefined}
      onClose={onClose}
      closeButtonLabel={t("common.close")}
    >
      {(places.length > 0 || onRetry) && (
        <Stack gap="xs" align="flex-start">
          {places.length > 0 && (
            <Text component="ul" size="sm" m={0}>
              {places.map((text) => (
                <li key={text}>
                  <span className="foreign" dir="auto">
                    {text}
                  </span>
                </li>
              ))}
            </Text>
          )}
          {onRetry && (
            <Button size="xs" variant="light" color="red" onClick={onRetry}>
              {t("common.tryAgain")}
            </Button>
          )}
        </Stack>
      )}
    </Alert>
  );
}

/** Whether the problem's own sentence says it already. */
function isSaid(entry: unknown, error: Problem): boolean {
  const { message } = (entry ?? {}) as { message?: unknown };
  return describe(entry) === "" || (typeof message === "string" && error.message.includes(message));
}

/** One entry of a problem's `errors`: an issue, or a refused field of a form. */
function describe(entry: unknown): string {
  if (typeof entry === "string") return entry;
  const { nodeId, field, key, message } = (entry ?? {}) as Record<string, unknown>;
  const place = [nodeId, field ?? key].filter((part) => typeof part === "string" && part !== "").join(" › ");
  return [place, message].filter((part) => typeof part === "string" && part !== "").join(": ");
}
