/** « Émargement » of a session: trainees × half-days; a tap says who was there (TRAINING §9). */
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const ICONS = {
    signed: "fa-check-circle",
    present: "fa-check",
    expected: "fa-hourglass-o",
    absent: "fa-times",
    excused: "fa-times",
};

class AttendanceGrid extends Component {
    static template = "agency_training.AttendanceGrid";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ grid: { half_days: [], people: [] } });
        onWillStart(() => this.load(this.props.record));
        // The pager: another session. What is changed on its other pages shows when the grid is opened again.
        onWillUpdateProps(async ({ record }) => {
            if (record.resId !== this.resId) {
                await this.load(record);
            }
        });
    }

    async load(record) {
        this.resId = record.resId;
        if (record.resId) {
            this.state.grid = await this.orm.call(record.resModel, "get_attendance_grid", [[record.resId]]);
        }
    }

    getIcon(cell) {
        return cell.text ? "" : `fa ${ICONS[cell.mark]}`;
    }

    /** Say what comes next of a trainee; why it is refused is said by the server. */
    async say(cell) {
        try {
            await this.orm.write("agency.training.attendance", [cell.id], { state: cell.next });
        } finally {
            await this.reload();
        }
    }

    /** Read the session and its grid again. */
    async reload() {
        await this.props.record.load();
        await this.load(this.props.record);
    }

    async open(halfDay) {
        const action = await this.orm.call("agency.training.slot", "action_open_sheet", [[halfDay.id]]);
        await this.action.doAction(action, { onClose: () => this.reload() });
    }
}

registry.category("view_widgets").add("agency_attendance_grid", { component: AttendanceGrid });
