/** A file to send: uploaded here, or found at an address. */
import { Button, FileButton, Group, Input, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type DragEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import { getMediaAddress, uploadMedia } from "../../calls";
import { ErrorNote } from "../../components/ErrorNote";
import { MediaView } from "../../components/MediaView";
import { isMedia, isUploaded, type MediaKind } from "../../model/bubble";
import { isObject } from "../../model/schema";
import type { FieldProps } from "../Field";
import { useDerived, useEditing, useForm, useValue } from "../form";
import { BinIcon } from "../icons";
import { Warning } from "../Warning";
import styles from "./media.module.css";
import { TemplateField } from "./TemplateField";

/** What the browser offers to choose; the server looks at the bytes. */
const ACCEPT: Record<MediaKind, string> = {
  image: "image/jpeg,image/png",
  video: "video/mp4,video/3gpp",
  audio: "audio/*",
  document: ".pdf,.docx,.xlsx,.pptx,.txt,.csv",
};

export function MediaField(props: FieldProps) {
  const { field, path } = props;
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const value = useValue(path);
  const kind = useDerived(path.slice(0, -1), kindOf);
  const upload = useUpload(props, kind);
  const link = typeof value === "string" ? value : "";
  const id = useId();
  // A second file would race the first.
  const take = (file: File) => !upload.isPending && upload.mutate(file);
  if (isUploaded(link))
    return (
      <>
        <File {...props} link={link} kind={kind} onDropped={take} />
        <ErrorNote error={upload.error} onClose={upload.reset} />
      </>
    );
  return (
    <div>
      {!isReadOnly && (
        <Input.Wrapper size="sm" label={field.title} labelElement="div" labelProps={{ id }}>
          <Drop onFile={take}>
            {upload.isPending ? (
              <Text size="sm" role="status">
                {t("forms.media.uploading", { name: upload.variables.name })}
              </Text>
            ) : (
              <>
                <FileButton accept={ACCEPT[kind]} onChange={(file) => file && take(file)}>
                  {(button) => (
                    <Button
                      size="xs"
                      variant="default"
                      {...button}
                      id={`${id}-upload`}
                      aria-labelledby={`${id} ${id}-upload`}
                    >
                      {t("forms.media.upload")}
                    </Button>
                  )}
                </FileButton>
                <Text size="xs" c="dimmed">
                  {t("forms.media.drop")}
                </Text>
              </>
            )}
          </Drop>
        </Input.Wrapper>
      )}
      <ErrorNote error={upload.error} onClose={upload.reset} />
      <div className={styles.link}>
        <TemplateField {...props} field={{ ...field, title: t("forms.media.link") }} />
      </div>
    </div>
  );
}

interface FileProps extends FieldProps {
  link: string;
  kind: MediaKind;
  onDropped(file: File): void;
}

/** A file that was uploaded: shown when it is a picture, and told when WhatsApp cannot come by it. */
function File({ field, path, link, kind, onDropped }: FileProps) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const { choose } = useEditing(path);
  const address = useQuery({ queryKey: ["mediaAddress"], queryFn: getMediaAddress, staleTime: 60_000 });
  const isHidden = address.data !== undefined && address.data.publicUrl == null;
  return (
    <Input.Wrapper size="sm" label={field.title} labelElement="div">
      <Drop onFile={onDropped}>
        {kind !== "document" && <MediaView kind={kind} link={link} alt="" />}
        <Group gap="xs" justify="center">
          <Button component="a" size="xs" variant="default" href={link} target="_blank" rel="noreferrer">
            {t("forms.media.open")}
          </Button>
          {!isReadOnly && (
            <Button
              size="xs"
              variant="subtle"
              color="red"
              c="red"
              leftSection={<BinIcon />}
              onClick={() => choose("")}
            >
              {t("forms.media.remove")}
            </Button>
          )}
        </Group>
      </Drop>
      <Warning>{isHidden ? t("forms.media.noAddress") : undefined}</Warning>
    </Input.Wrapper>
  );
}

function Drop({ onFile, children }: { onFile(file: File): void; children: React.ReactNode }) {
  const { isReadOnly } = useForm();
  function take(event: DragEvent) {
    const file = event.dataTransfer.files[0];
    if (file === undefined || isReadOnly) return;
    event.preventDefault();
    event.stopPropagation();
    onFile(file);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shorter way to the button inside
    <div className={styles.drop} onDragOver={(event) => event.preventDefault()} onDrop={take}>
      {children}
    </div>
  );
}

/** Uploads a file and names it in the settings, unless another kind was chosen meanwhile; a document gets its name unless it has one. */
function useUpload({ path }: FieldProps, kind: MediaKind) {
  const { choose, peek } = useEditing(path.slice(0, -1));
  return useMutation({
    mutationFn: async (file: File) => ({ ...(await uploadMedia(kind, file)), kind }),
    onSuccess({ link, name, kind }) {
      const body = peek();
      if (!isObject(body) || kindOf(body) !== kind) return;
      const isNameless = kind === "document" && !body.fileName;
      choose({ ...body, [String(path.at(-1))]: link, ...(isNameless && { fileName: name }) });
    },
  });
}

function kindOf(body: unknown): MediaKind {
  const kind = (body as { type?: unknown } | undefined)?.type;
  return isMedia(kind) ? kind : "document";
}
