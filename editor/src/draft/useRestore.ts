/** Makes a published version the draft again, as one step that can be undone. */
import { useTranslation } from "react-i18next";
import { getVersion } from "../calls";
import { replaceDocument } from "../model/actions";
import { complete } from "../model/document";
import { useDraft } from "./DraftContext";
import type { Desk } from "./useDesk";

export function useRestore(desk: Desk) {
  const { t } = useTranslation();
  const { flowId, store } = useDraft();
  return async (number: number) => {
    const { document } = await getVersion(flowId, number);
    store.getState().act(replaceDocument(complete(document)));
    desk.setVersion(null);
    desk.say({ text: t("draft.versions.restored", { number }) });
  };
}
