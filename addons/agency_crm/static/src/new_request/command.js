/** « Nouvelle demande » is a command of Ctrl+K: wherever one is when the telephone rings. */
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

registry.category("command_provider").add("agency_new_request", {
    async provide(env) {
        if (!(await user.hasGroup("agency_crm.group_agency_user"))) {
            return [];
        }
        return [
            {
                category: "agency_records",
                name: _t("New request"),
                action: () => env.services.action.doAction("agency_crm.agency_new_request_action"),
            },
        ];
    },
});
