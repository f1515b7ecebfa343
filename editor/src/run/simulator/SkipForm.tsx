/** A length of time of one's own to skip. */
import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { UNITS } from "../../model/amounts";

const MOST = 1_000_000;

type Unit = (typeof UNITS)[number];

interface Props {
  onSkip(duration: Partial<Record<Unit, number>>): void;
  onDone(): void;
}

export function SkipForm({ onSkip, onDone }: Props) {
  const { t } = useTranslation();
  const [amount, setAmount] = useState("3");
  const [unit, setUnit] = useState<Unit>("days");
  const number = Number(amount);
  const isUsable = Number.isInteger(number) && number > 0 && number <= MOST;

  function skip(event: FormEvent) {
    event.preventDefault();
    if (!isUsable) return;
    onSkip({ [unit]: number });
    onDone();
  }
  return (
    <form onSubmit={skip}>
      <Group gap={6} wrap="nowrap" align="flex-end">
        <TextInput
          size="xs"
          flex={1}
          inputMode="numeric"
          label={t("simulator.skip.amount")}
          value={amount}
          error={isUsable ? null : t("simulator.skip.notANumber")}
          onChange={(event) => setAmount(event.currentTarget.value)}
          data-autofocus
        />
        <NativeSelect
          size="xs"
          aria-label={t("simulator.skip.unit")}
          value={unit}
          onChange={(event) => setUnit(event.currentTarget.value as Unit)}
          data={UNITS.map((value) => ({ value, label: t(`simulator.units.${value}`) }))}
        />
        <Button size="xs" type="submit">
          {t("simulator.skip.do")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          {t("simulator.cancel")}
        </Button>
      </Group>
    </form>
  );
}
