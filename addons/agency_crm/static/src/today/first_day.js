/** The checklist of the first day, above « À faire »: it ticks itself, and goes when all is done. */
import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

export class FirstDay extends Component {
    static template = "agency_crm.FirstDay";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ steps: [] });
        onWillStart(async () => {
            if (await user.hasGroup("agency_crm.group_agency_manager")) {
                this.state.steps = await this.orm.silent.call("agency.first.day", "get_steps", []);
            }
        });
    }

    get doneCount() {
        return this.state.steps.filter((step) => step.is_done).length;
    }

    open(step) {
        return this.action.doAction(step.action);
    }

    async putAway() {
        await this.orm.call("agency.first.day", "put_away", []);
        this.state.steps = [];
    }
}
