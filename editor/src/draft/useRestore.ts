/** Makes a published version the draft again, as one step that can be undone. */
import "../i18n/history";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { replaceDocument } from "../model/actions";
import { complete } from "../model/document";
import { versionOf } from "../queries/version";
import { useDraft } from "./DraftContext";
import type { Desk } from "./useDesk";

export function useRestore(desk: Desk) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { flowId, store } = useDraft();
  return async (number: number) => {
    const { document } = await queries.fetchQuery(versionOf(flowId, number));
    store.getState().act(replaceDocument(complete(document)));
    desk.setVersion(null);
    desk.say({ text: t("history.list.restored", { number }) });
  };
}
