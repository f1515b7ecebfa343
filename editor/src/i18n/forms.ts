/** The texts of forms, which come with the forms: a flow is drawn without them. */
import i18next from "i18next";
import "./index";
import forms from "./en/forms.json";

i18next.addResourceBundle("en", "translation", { forms }, true);
