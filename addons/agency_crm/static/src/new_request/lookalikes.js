/** Whoever may be meant by what is typed of a new request: one click takes them, instead of making a second one. */
import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

class LookalikesField extends Component {
    static template = xml`
        <div class="d-flex flex-column gap-1 mt-1 w-100">
            <div t-foreach="lookalikes" t-as="found" t-key="found.id" class="o_agency_lookalike d-flex align-items-center gap-2">
                <span class="flex-grow-1">
                    <strong t-out="found.name"/><br/>
                    <small class="text-muted" t-out="found.details"/>
                </span>
                <button type="button" class="btn btn-sm btn-secondary text-nowrap" t-on-click="() => this.take(found)" t-out="takeLabel"/>
            </div>
        </div>`;
    static props = { ...standardFieldProps };
    takeLabel = _t("It is this one");

    get lookalikes() {
        return this.props.record.data[this.props.name].records.map(({ resId, data }) => ({
            id: resId,
            name: data.display_name,
            details: [data.city, data.company_registry, data.phone, data.email].filter(Boolean).join(" · "),
        }));
    }

    take({ id, name }) {
        return this.props.record.update({ partner_id: { id, display_name: name } });
    }
}

registry.category("fields").add("agency_lookalikes", {
    component: LookalikesField,
    supportedTypes: ["many2many"],
    relatedFields: ["display_name", "city", "company_registry", "phone", "email"].map((name) => ({ name, type: "char" })),
});
