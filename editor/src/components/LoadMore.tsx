/** The button under a list that has another page. */
import { useTranslation } from "react-i18next";
import { BusyButton } from "./BusyButton";

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** Said instead of "Load more". */
  label?: string | undefined;
}

export function LoadMore({ list, label }: Props) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <BusyButton
      variant="default"
      isBusy={list.isFetchingNextPage}
      onClick={() => list.fetchNextPage()}
      mx="auto"
      display="block"
    >
      {label ?? t("common.loadMore")}
    </BusyButton>
  );
}
