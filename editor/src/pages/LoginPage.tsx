/** Signing in with email and password. */
import "../i18n/pages";
import { useTranslation } from "react-i18next";
import { Door } from "../components/Door";
import { LoginForm } from "../components/LoginForm";

export default function LoginPage() {
  const { t } = useTranslation();
  return (
    <Door title={t("login.title")}>
      <LoginForm />
    </Door>
  );
}
