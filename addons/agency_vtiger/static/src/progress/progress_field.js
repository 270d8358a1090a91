/** @odoo-module **/

import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

// Long enough to weigh nothing, short enough to look alive.
const SECONDS = 2;

/** The progress of an import under way: read again by itself until it is over. */
export class ImportProgressField extends ProgressBarField {
    setup() {
        super.setup();
        const timer = setInterval(() => this.refresh(), SECONDS * 1000);
        onWillUnmount(() => clearInterval(timer));
    }

    async refresh() {
        const { record } = this.props;
        if (["waiting", "undoing"].includes(record.data.state) && !document.hidden && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("fields").add("agency_vtiger_progress", { ...progressBarField, component: ImportProgressField });
