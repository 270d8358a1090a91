/** The users' manual, opened at the chapter of the screen: in the menu of the user, and by Ctrl+K. */
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const MANUAL = "/agency_crm/static/manual/manuel.pdf";
// The chapter of `docs/manuel/` by the model of the screen.
const CHAPTERS = {
    "crm.lead": 2,
    "res.partner": 1,
    "product.product": 1,
    "product.template": 1,
    "sale.order": 3,
    "account.move": 3,
    "agency.document": 4,
    "agency.today.line": 5,
    "agency.turnover.line": 6,
    "agency.monthly.report": 6,
    "agency.price.request": 6,
    "agency.training.session": 6,
    "agency.vtiger.import": 6,
    "agency.document.template": 7,
    "agency.legal.text": 7,
    "agency.next.step": 7,
    "res.config.settings": 7,
};

export function openManual(env) {
    const chapter = CHAPTERS[env.services.action.currentController?.action.res_model];
    browser.open(chapter ? `${MANUAL}#nameddest=chapitre-${chapter}` : MANUAL, "_blank");
}

function manualItem(env) {
    return {
        type: "item",
        id: "agency_manual",
        description: _t("? User manual"),
        callback: () => openManual(env),
        sequence: 10,
    };
}

registry.category("services").add("agency_manual", {
    start() {
        // Nothing waits for it: the menu is read when it is opened.
        user.hasGroup("agency_crm.group_agency_user").then((isOurs) => {
            if (isOurs) {
                registry.category("user_menuitems").add("agency_manual", manualItem, { force: true });
            }
        });
    },
});

registry.category("command_provider").add("agency_manual", {
    async provide(env) {
        if (!(await user.hasGroup("agency_crm.group_agency_user"))) {
            return [];
        }
        return [{ name: _t("User manual of this screen"), action: () => openManual(env) }];
    },
});
