/** The texts of the pages around the canvas, which come with whatever shows one: a flow is drawn without them. */
import i18next from "i18next";
import "./index";
import pages from "./en/pages.json";

i18next.addResourceBundle("en", "translation", pages, true);
