/** The comparison of suppliers' prices: what the server says, and « Retenir » in each cell. */
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

class PriceGrid extends Component {
    static template = "agency_purchase.PriceGrid";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get grid() {
        return this.props.record.data[this.props.name] || { columns: [], rows: [], totals: [] };
    }

    async choose(offerId) {
        const action = await this.orm.call("agency.price.offer", "action_choose", [[offerId]]);
        this.action.doAction(action, { onClose: () => this.props.record.load() });
    }

    async undo(offerId) {
        await this.orm.call("agency.price.offer", "action_undo_choice", [[offerId]]);
        await this.props.record.load();
    }
}

registry.category("fields").add("agency_price_grid", { component: PriceGrid, supportedTypes: ["json"] });
