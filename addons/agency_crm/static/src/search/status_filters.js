/** A filter on a status takes the place of the one before: « Perdue » beside « En cours » would find nothing. */
import { SearchModel } from "@web/search/search_model";
import { patch } from "@web/core/utils/patch";

const STATUS_FILTERS = {
    "crm.lead": ["in_pipe", "won", "lost"],
};

patch(SearchModel.prototype, {
    toggleSearchItem(searchItemId) {
        const names = STATUS_FILTERS[this.resModel] || [];
        // Odoo's own screens have none of the first: there, filters add up.
        const isOurs = Object.values(this.searchItems).some((item) => item.type === "filter" && item.name === names[0]);
        const isStatus = (id) => this.searchItems[id].type === "filter" && names.includes(this.searchItems[id].name);
        const isOn = this.query.some((element) => element.searchItemId === searchItemId);
        if (!isOn && isOurs && isStatus(searchItemId)) {
            this.query = this.query.filter((element) => !isStatus(element.searchItemId));
        }
        return super.toggleSearchItem(searchItemId);
    },
});
