import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * « Joindre depuis Documents », in both composers: tick files, by folder, with their sizes.
 */
export class AttachDocuments extends Component {
    static template = "agency_documents.AttachDocuments";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    }

    choose() {
        this.dialog.add(SelectCreateDialog, {
            resModel: "agency.document",
            title: _t("Attach from Documents"),
            noCreate: true,
            multiSelect: true,
            context: { search_default_group_by_folder: 1 },
            onSelected: (ids) => this.attach(ids),
        });
    }

    async attach(ids) {
        const files = await this.orm.call("agency.document", "copy_to_composer", [ids]);
        const record = this.props.record;
        if ("mail_attachments_widget" in record.activeFields) {
            const added = files.map((file) => ({
                id: file.id,
                name: file.name,
                mimetype: file.mimetype,
                placeholder: false,
                manual: true,
            }));
            const present = record.data.mail_attachments_widget || [];
            await record.update({ mail_attachments_widget: [...present, ...added] });
        } else {
            await record.data.attachment_ids.addAndRemove({ add: files.map((file) => file.id) });
        }
    }
}

registry.category("view_widgets").add("agency_attach_documents", { component: AttachDocuments });
