/**
 * « À faire » is a list to be walked: what is opened from it has a pager over its rows, whatever they stand for.
 */
import { FormController } from "@web/views/form/form_controller";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { usePager } from "@web/search/pager_hook";
import { FirstDay } from "./first_day";

const PATH = "agency-today";

/** The rows of the list as it was last shown: [{ model, id }]. */
const worklistService = {
    start() {
        return { rows: [] };
    },
};
registry.category("services").add("agency_worklist", worklistService);

/** @returns {Object[]} the records that a list shows, in their order, those of its open groups included */
function shownRecords(list) {
    return list.groups ? list.groups.flatMap((group) => (group.isFolded ? [] : shownRecords(group.list))) : list.records;
}

class TodayListController extends ListController {
    setup() {
        super.setup();
        this.worklist = useService("agency_worklist");
    }

    async openRecord(record, options) {
        this.worklist.rows = shownRecords(this.model.root).map(({ data }) => ({
            model: data.res_model,
            id: data.res_id.resId ?? data.res_id,
        }));
        return super.openRecord(record, options);
    }
}

class TodayListRenderer extends ListRenderer {
    static template = "agency_crm.TodayListRenderer";
    static components = { ...ListRenderer.components, FirstDay };
}
registry.category("views").add("agency_today_list", {
    ...listView,
    Controller: TodayListController,
    Renderer: TodayListRenderer,
});

patch(FormController.prototype, {
    setup() {
        super.setup();
        this.worklist = useService("agency_worklist");
        this.workActions = useService("action");
        if (!this.worklist.rows.length || this.env.inDialog || !this.isFromToday()) {
            return;
        }
        usePager(() => {
            const { resModel, resId, isNew } = this.model.root;
            const { rows } = this.worklist;
            const offset = rows.findIndex(({ model, id }) => model === resModel && id === resId);
            if (isNew || offset < 0) {
                return;
            }
            return { offset, limit: 1, total: rows.length, onUpdate: ({ offset }) => this.openWork(rows[offset]) };
        });
    },

    isFromToday() {
        const breadcrumbs = this.env.config.breadcrumbs || [];
        return Boolean(breadcrumbs.at(-2)?.url?.includes(PATH));
    },

    async openWork({ model, id }) {
        if (!(await this.model.root.save())) {
            return;
        }
        const action = { type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] };
        await this.workActions.doAction(action, { stackPosition: "replaceCurrentAction" });
    },
});
