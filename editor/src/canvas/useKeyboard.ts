/** Works the canvas by keyboard: every command of the mouse, and walking from card to card. */
import { type RefObject, useEffect } from "react";
import { nodeOf } from "../model/graph";
import { groupOf, noteOf } from "../model/parts";
import type { Commands } from "./commands";
import { endFinding } from "./finding";
import { gather, isGathering } from "./gather";
import { KEY_DEEDS } from "./keyDeeds";
import { commandOf, isChanging, type KeyCommand } from "./keys";
import { toggleDisabled, togglePinned } from "./marking";
import { openPicker } from "./picking";
import { resizeNotes } from "./resizing";
import { cardAlong, cardBeside, cardOf, type Stop, stopBeside } from "./walk";
import { isOurs, stopAt } from "./whose";

export function useKeyboard(commands: Commands, root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const keyboard = new Keyboard(commands, () => root.current);
    const press = (event: KeyboardEvent) => keyboard.press(event);
    const arrive = (event: FocusEvent) => keyboard.arrive(event.target);
    const area = root.current;
    window.addEventListener("keydown", press);
    area?.addEventListener("focusin", arrive);
    const forget = commands.store.subscribe((now, before) => {
      if (before.openNode !== null && now.openNode === null) keyboard.comeBack(before.openNode);
    });
    return () => {
      window.removeEventListener("keydown", press);
      area?.removeEventListener("focusin", arrive);
      forget();
    };
  }, [commands, root]);
}

class Keyboard {
  constructor(
    private readonly commands: Commands,
    private readonly root: () => HTMLElement | null,
  ) {}

  press(event: KeyboardEvent): void {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(event);
    if (command === undefined || !isOurs(command, event, this.root())) return;
    if (isChanging(command) && this.state.isReadOnly) return;
    if (this.run(command, target instanceof Element ? target : null)) event.preventDefault();
  }

  /** The keyboard has come to a card or an edge: that is the selection now. */
  arrive(target: EventTarget | null): void {
    const stop = target instanceof Element && target.matches(":focus-visible") ? stopAt(target) : undefined;
    if (stop === undefined || this.isSelectionKept) return;
    const { selection, select } = this.state;
    if (stop.kind === "node" && !selection.nodes.has(stop.id)) select([stop.id]);
    if (stop.kind === "edge" && !selection.edges.has(stop.id)) select([], [stop.id]);
  }

  /** The form was closed: the keyboard goes back to its card unless it is somewhere else already. */
  comeBack(id: string): void {
    requestAnimationFrame(() => {
      const at = document.activeElement;
      if ((at === null || at === document.body) && nodeOf(this.commands.document, id)) {
        this.commands.screen.focus("node", id);
      }
    });
  }

  private get state() {
    return this.commands.store.getState();
  }

  private get connecting() {
    return this.commands.view.getState().connecting;
  }

  /** To walk is not to select while a wire is laid or several parts are being selected. */
  private get isSelectionKept(): boolean {
    return this.connecting !== null || isGathering(this.commands);
  }

  /** Answers whether the key was used. */
  private run(command: KeyCommand, target: Element | null): boolean {
    const { commands } = this;
    const stop = stopAt(target);
    const deed = KEY_DEEDS[command.do];
    const answer = deed?.(commands);
    switch (command.do) {
      case "add":
        return this.pick(stop);
      case "connect":
        return this.startWire(stop);
      case "enter":
        return this.enter(stop);
      case "escape":
        return this.escape(stop);
      case "rename":
        return this.rename(stop);
      case "disable":
      case "pin":
        this.takeUp(stop);
        return command.do === "pin" ? togglePinned(commands) : toggleDisabled(commands);
      case "gather":
        return stop !== undefined && gather(commands, stop);
      case "resize":
        return resizeNotes(commands, command.way);
      case "nudge":
        return this.arrow(command, stop);
      case "walk":
        return this.goTo(stop && cardAlong(commands.document, cardOf(commands.document, stop), command.way));
      case "tab":
        return this.tab(stop, command.by);
      default:
        return deed !== undefined && answer !== false;
    }
  }

  private pick(stop: Stop | undefined): boolean {
    const { commands } = this;
    const beside = this.elementOf(stop) ?? this.elementOf(this.currentStop);
    if (stop?.kind === "edge" && beside) {
      openPicker(commands.view, beside, { kind: "onEdge", edgeId: stop.id });
      return true;
    }
    const source = stop?.id ?? commands.current;
    const port = source === undefined ? undefined : commands.freePort(source);
    if (beside && source !== undefined && port !== undefined) {
      openPicker(commands.view, beside, { kind: "after", source, port });
      return true;
    }
    const area = this.root()?.getBoundingClientRect();
    if (!area) return false;
    const place = { x: area.left + area.width / 2 - 160, y: area.top + area.height / 4 };
    commands.view.setState({ picker: { kind: "node", ...place } });
    return true;
  }

  /** The card that has the keyboard is meant, unless several are selected with it. */
  private takeUp(stop: Stop | undefined): void {
    const { selection, select } = this.state;
    if (stop?.kind === "node" && !selection.nodes.has(stop.id) && !this.isSelectionKept) select([stop.id]);
  }

  private rename(stop: Stop | undefined): boolean {
    const id = stop?.kind === "node" ? stop.id : this.commands.current;
    const { document } = this.commands;
    if (id === undefined || this.state.isReadOnly || noteOf(document, id)) return false;
    this.commands.rename(id);
    return true;
  }

  private startWire(stop: Stop | undefined): boolean {
    const { commands } = this;
    const source = stop?.kind === "node" ? stop.id : commands.current;
    const ports = source === undefined ? [] : commands.ports(source);
    if (source === undefined || ports.length === 0) return false;
    const card = this.elementOf({ kind: "node", id: source })?.getBoundingClientRect();
    if (ports.length === 1 || card === undefined) commands.startWire(source, ports[0]?.name ?? "out");
    else commands.view.setState({ picker: { kind: "port", source, x: card.right + 8, y: card.top } });
    return true;
  }

  private enter(stop: Stop | undefined): boolean {
    if (stop === undefined) return false;
    if (stop.kind === "edge") return this.pick(stop);
    if (noteOf(this.commands.document, stop.id)) this.commands.view.setState({ writing: stop.id });
    else if (groupOf(this.commands.document, stop.id)) return this.rename(stop);
    else if (this.connecting === null) this.state.open(stop.id);
    else this.commands.endWire(stop.id);
    return true;
  }

  private escape(stop: Stop | undefined): boolean {
    const { commands } = this;
    const wire = this.connecting;
    if (wire !== null) {
      commands.dropWire();
      commands.screen.focus("node", wire.source);
      return true;
    }
    const { openNode, selection } = this.state;
    if (openNode === null && selection.nodes.size + selection.edges.size === 0) return endFinding(commands);
    this.state.open(null);
    if (openNode === null) this.state.select([]);
    else if (stop === undefined) commands.screen.focus("node", openNode);
    return true;
  }

  private arrow(command: KeyCommand & { do: "nudge" }, stop: Stop | undefined): boolean {
    const { commands } = this;
    if (this.connecting === null) {
      if (this.state.selection.nodes.size === 0) return false;
      commands.nudge(command.way, command.isFar);
      return true;
    }
    const by = command.way === "right" || command.way === "down" ? 1 : -1;
    return this.goTo(cardBeside(commands.document, stop && cardOf(commands.document, stop), by));
  }

  private tab(stop: Stop | undefined, by: 1 | -1): boolean {
    if (stop === undefined) return false;
    const { commands } = this;
    if (this.connecting) return this.goTo(cardBeside(commands.document, cardOf(commands.document, stop), by));
    const next = stopBeside(commands.document, stop, by);
    if (next !== undefined) return this.goTo(next.id, next.kind);
    // Past the last card: go on from the end of the canvas, as the browser would.
    this.root()
      ?.querySelector<HTMLElement>(by === 1 ? "[data-after-cards]" : "[data-before-cards]")
      ?.focus();
    return false;
  }

  private goTo(id: string | undefined, kind: Stop["kind"] = "node"): boolean {
    if (id === undefined) return true;
    if (kind === "edge") {
      const edge = this.commands.document.edges.find((known) => known.id === id);
      if (edge) this.commands.screen.approach(edge.source);
    }
    if (!this.isSelectionKept) this.state.select(kind === "node" ? [id] : [], kind === "edge" ? [id] : []);
    this.commands.screen.focus(kind, id);
    return true;
  }

  private get currentStop(): Stop | undefined {
    const { current } = this.commands;
    return current === undefined ? undefined : { kind: "node", id: current };
  }

  private elementOf(stop: Stop | undefined): Element | null {
    if (stop === undefined) return null;
    return this.root()?.querySelector(`.react-flow__${stop.kind}[data-id="${CSS.escape(stop.id)}"]`) ?? null;
  }
}
