/** The texts of versions, of what differs between two documents, and of conflicts, which come with what says them. */
import i18next from "i18next";
import "./index";
import history from "./en/history.json";

i18next.addResourceBundle("en", "translation", { history }, true);
