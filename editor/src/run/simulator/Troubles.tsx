/** What the script wanted and could not be done, and of a test that is replayed what did not hold. */
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Foreign } from "../../components/Foreign";
import { translated } from "../../i18n/sentences";
import type { Simulator } from "./useSimulator";

export function Troubles({ simulator: { outcome, test } }: { simulator: Simulator }) {
  const { t } = useTranslation();
  if (outcome === null) return null;
  const failed = outcome.expectations.filter(({ holds }) => !holds);
  const sentences = [...outcome.troubles, ...failed].map(({ message }) => translated(message));
  if (sentences.length === 0) {
    if (test === null) return null;
    return <Alert color="parley" p="xs" title={t("simulator.tests.held", { name: test })} />;
  }
  return (
    <Alert
      color={test === null ? "yellow" : "red"}
      p="xs"
      role="alert"
      title={test === null ? undefined : t("simulator.tests.fails", { name: test })}
    >
      {sentences.map((sentence, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same sentence may come twice
        <Foreign key={at} text={sentence} size="xs" display="block" />
      ))}
    </Alert>
  );
}
