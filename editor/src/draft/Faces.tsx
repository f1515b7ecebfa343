/** The ways to the parts of a flow: its canvas, its executions, its versions. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import classes from "./bar.module.css";

export function Faces({ id, here }: { id: number; here: string }) {
  const { t } = useTranslation();
  const faces = [
    { name: "canvas", href: `/flows/${id}`, label: t("draft.canvas") },
    { name: "executions", href: `/flows/${id}/executions`, label: t("executions.title") },
    { name: "versions", href: `/flows/${id}/versions`, label: t("versions.title") },
  ];
  return (
    <nav className={classes.faces} aria-label={t("draft.faces")}>
      {faces.map(({ name, href, label }) => (
        <Link key={name} href={href} data-face={name} aria-current={name === here ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
