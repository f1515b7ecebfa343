/** Publishes the draft as a version with a name. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/history";
import { MAX_VERSION_NAME } from "./VersionName";

interface Props {
  isOpen: boolean;
  onClose: () => void;
  /** Answers whether it is published. */
  onPublish: (name: string) => Promise<boolean>;
}

export function PublishNamed({ isOpen, onClose, onPublish }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  async function publish(event: FormEvent) {
    event.preventDefault();
    onClose();
    // What was refused is tried again under the same name.
    if (await onPublish(name.trim())) setName("");
  }
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t("history.versions.publishTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form onSubmit={(event) => void publish(event)}>
        <Stack>
          <Text size="sm">{t("history.versions.help")}</Text>
          <TextInput
            label={t("history.versions.name")}
            placeholder={t("history.versions.placeholder")}
            data-autofocus
            dir="auto"
            maxLength={MAX_VERSION_NAME}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit">{t("history.versions.publish")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
