/** What is rarely done with a flow: take it off, download, duplicate or delete it. */
import { useState } from "react";
import type { Flow } from "../types";
import { MenuButton } from "./MenuButton";
import { FlowMenu } from "./parts";
import type { Desk } from "./useDesk";

interface Props {
  flow: Flow;
  desk: Desk;
  onPublish: (name: string) => Promise<boolean>;
  onUnpublish: () => void;
}

/** The button alone until it is pressed for the first time. */
export function MoreMenu(props: Props) {
  const [isBusy, setBusy] = useState(false);
  const [isThere, setThere] = useState(false);

  async function fetch() {
    setBusy(true);
    try {
      await FlowMenu.fetch();
      setThere(true);
    } catch (error) {
      props.desk.say({ text: (error as Error).message, isTrouble: true });
    } finally {
      setBusy(false);
    }
  }

  if (isThere) return <FlowMenu {...props} />;
  return <MenuButton aria-expanded={false} isBusy={isBusy} onClick={() => void fetch()} />;
}
