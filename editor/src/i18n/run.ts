/** The texts of executions, which come with what shows one. */
import i18next from "i18next";
import "./index";
import run from "./en/run.json";

i18next.addResourceBundle("en", "translation", { run }, true);
