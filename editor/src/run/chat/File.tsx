/** A file in a bubble: shown when it was uploaded here, else a way to it; nothing is fetched from elsewhere unasked. */
import { useTranslation } from "react-i18next";
import "../../i18n/run";
import { MediaView } from "../../components/MediaView";
import { isOpenable, isUploaded } from "../../model/bubble";
import type { Attachment } from "./body";
import classes from "./chat.module.css";

export function File({ kind, link, name }: Attachment) {
  const { t } = useTranslation();
  if (kind !== "document" && isUploaded(link))
    return (
      <div className={classes.media}>
        <MediaView kind={kind} link={link} alt={t(`words.media.${kind}`)} />
      </div>
    );
  if (!isOpenable(link)) return <span className={classes.file}>{name || t(`words.media.${kind}`)}</span>;
  return (
    <a className={classes.file} href={link} target="_blank" rel="noreferrer">
      <span>{name || t(`words.media.${kind}`)}</span>
      <span className={classes.kind}>{t("run.phone.openFile")}</span>
    </a>
  );
}
