/** Ctrl+K finds clients, deals and documents, by whatever somebody has in hand. */
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

const MIN_LENGTH = 3;

registry.category("command_categories").add("agency_records", { name: _t("Clients, deals, documents") }, { sequence: 5 });

registry.category("command_provider").add("agency_records", {
    async provide(env, { searchValue = "" }) {
        const typed = searchValue.trim();
        if (typed.length < MIN_LENGTH) {
            return [];
        }
        const found = await env.services.orm.silent.call("agency.search", "find", [typed]);
        return found.map(({ model, id, kind, name, detail }) => {
            const words = [kind, name, detail].filter(Boolean).join(" · ");
            return {
                category: "agency_records",
                // The palette keeps what has the words typed in its name: a telephone or an amount is not there.
                name: words.toLowerCase().includes(typed.toLowerCase()) ? words : `${words} · « ${typed} »`,
                action() {
                    env.services.action.doAction({
                        type: "ir.actions.act_window",
                        res_model: model,
                        res_id: id,
                        views: [[false, "form"]],
                    });
                },
            };
        });
    },
});
