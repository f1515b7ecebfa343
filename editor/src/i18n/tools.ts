/** The texts of what comes over the canvas when it is asked for. */
import i18next from "i18next";
import "./index";
import tools from "./en/tools.json";

i18next.addResourceBundle("en", "translation", { tools }, true);
