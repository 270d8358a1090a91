/**
 * Words of Odoo's own client that its French lacks. The client looks for a word in the French of every add-on, so that
 * ours says them (`i18n/fr.po`); where Odoo's says them, a later one say, its own comes first.
 */
import { _t } from "@web/core/l10n/translation";

export const ODOO_WORDS = [
    _t("%(user)s just connected for the first time. Wish them luck!"),
    _t("API Key Wizard"),
    _t("Authentication failed"),
    _t("Authentication successful"),
    _t("Buy more credits"),
    _t("Convert to paragraph"),
    _t("Drag to move"),
    _t("Dynamic element"),
    _t("Insert a monospace banner"),
    _t("Monospace"),
    _t("Monospace Banner"),
    _t("Shortcuts"),
    _t("days"),
];
