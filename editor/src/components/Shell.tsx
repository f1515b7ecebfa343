/** The frame around every page: navigation at the side, the page beside it. */
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { User } from "../types";
import { Hint } from "./Hint";
import { AccountsIcon, CloseIcon, FlowsIcon, MenuIcon, MessagesIcon, PhoneIcon, SettingsIcon } from "./icons";
import classes from "./shell.module.css";

const PLACES = [
  { href: "/flows", alike: "/executions", label: "nav.flows", icon: FlowsIcon },
  { href: "/phone", alike: "/phone", label: "nav.phone", icon: PhoneIcon },
  { href: "/messages", alike: "/messages", label: "nav.messages", icon: MessagesIcon },
  { href: "/accounts", alike: "/accounts", label: "nav.accounts", icon: AccountsIcon },
  { href: "/settings", alike: "/settings", label: "nav.settings", icon: SettingsIcon },
] as const;

/** The address of a flow's canvas, which wants the width: the navigation is a rail of icons there. */
const CANVAS = /^\/flows\/\d+\/?$/;

export function Shell({ user, children }: { user: User; children: ReactNode }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const isRail = CANVAS.test(location);
  // biome-ignore lint/correctness/useExhaustiveDependencies: close the menu whenever the address changes
  useEffect(close, [location]);
  return (
    <>
      <a className="skip-link" href="#content">
        {t("nav.skip")}
      </a>
      <header className={classes.head}>
        <button
          type="button"
          className={classes.menu}
          aria-label={t("nav.menu")}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {isOpen ? <CloseIcon /> : <MenuIcon />}
        </button>
        <img src="/favicon.svg" width={26} height={26} alt="" />
        <span className={classes.brand}>Parley</span>
        <span className={`foreign-line ${classes.user}`}>{user.name || user.email}</span>
      </header>
      <nav
        className={classes.ways}
        aria-label={t("nav.label")}
        data-rail={isRail || undefined}
        data-open={isOpen || undefined}
      >
        {PLACES.map(({ href, alike, label, icon: Icon }) => {
          const isHere = location.startsWith(href) || location.startsWith(alike);
          return (
            <Hint key={href} label={t(label)} side="right" isOff={!isRail}>
              <Link href={href} className={classes.way} aria-current={isHere ? "page" : undefined}>
                <Icon />
                <span className={classes.word}>{t(label)}</span>
              </Link>
            </Hint>
          );
        })}
      </nav>
      <main id="content" className={classes.page} data-rail={isRail || undefined} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
