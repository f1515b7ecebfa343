/** The button under a list that has another page. */
import { useTranslation } from "react-i18next";
import { BusyButton } from "./BusyButton";

interface Props {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function LoadMore({ list }: Props) {
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
      {t("common.loadMore")}
    </BusyButton>
  );
}
