/** The texts of the pages about what a flow did and was, which come with them. */
import i18next from "i18next";
import "./index";
import records from "./en/records.json";

i18next.addResourceBundle("en", "translation", { records }, true);
