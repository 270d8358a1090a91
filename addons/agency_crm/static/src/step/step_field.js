/** The next step in a list: a coloured badge, and once its row is edited, a choice among the steps that the stage allows. */
import { Component, xml } from "@odoo/owl";
import { BadgeField } from "@web/views/fields/badge/badge_field";
import { buildM2OFieldDescription, Many2OneField } from "@web/views/fields/many2one/many2one_field";
import { registry } from "@web/core/registry";

class StepField extends Component {
    static template = xml`
        <BadgeField t-if="props.readonly" t-props="badgeProps"/>
        <Many2OneField t-else="" t-props="props"/>`;
    static components = { BadgeField, Many2OneField };
    static props = { ...Many2OneField.props };

    get badgeProps() {
        const { decorations, id, name, readonly, record } = this.props;
        return { decorations, id, name, readonly, record };
    }
}

registry.category("fields").add("agency_step", buildM2OFieldDescription(StepField));
