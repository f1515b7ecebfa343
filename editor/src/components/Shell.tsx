/** The frame around every page: navigation at the side, the page beside it. */
import { AppShell, Burger, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { User } from "../types";
import { Foreign } from "./Foreign";
import { Hint } from "./Hint";
import { AccountsIcon, FlowsIcon, MessagesIcon, PhoneIcon, SettingsIcon } from "./icons";

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
    <AppShell
      header={{ height: 52, collapsed: false }}
      navbar={{ width: isRail ? 56 : 210, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={isRail ? 0 : "md"}
      className={isRail ? "shell-rail" : undefined}
    >
      <a className="skip-link" href="#content">
        {t("nav.skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("nav.menu")} />
            <img src="/favicon.svg" width={26} height={26} alt="" />
            <Text fw={700} size="lg">
              Parley
            </Text>
          </Group>
          <Foreign text={user.name || user.email} size="sm" c="dimmed" oneLine />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t("nav.label")}>
        {PLACES.map(({ href, alike, label, icon: Icon }) => {
          const isHere = location.startsWith(href) || location.startsWith(alike);
          return (
            <Hint key={href} label={t(label)} side="right" isOff={!isRail}>
              <NavLink
                component={Link}
                href={href}
                label={t(label)}
                leftSection={<Icon />}
                active={isHere}
                aria-current={isHere ? "page" : undefined}
                style={{ borderRadius: "var(--mantine-radius-md)" }}
              />
            </Hint>
          );
        })}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: "none" }}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
