import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useCustomDropzone } from "@web/core/dropzone/dropzone_hook";
import { Dropzone } from "@web/core/dropzone/dropzone";
import { productDocumentKanbanView } from "@product/js/product_document_kanban/product_document_kanban_view";

/**
 * The files of Documents: Odoo's view of product documents, with folders; a file may be dropped anywhere.
 */
export class AgencyDocumentsKanbanController extends productDocumentKanbanView.Controller {
    setup() {
        super.setup();
        this.uploadRoute = "/agency_documents/documents/upload";
        this.fileUpload = useService("file_upload");
        const self = this;
        // Read when files are sent: the folder is the one open at that moment.
        this.formData = {
            get folder_id() {
                return self.folderId;
            },
        };
        useCustomDropzone(this.rootRef, Dropzone, { onDrop: (event) => this.onDrop(event) });
    }

    /** The folder chosen in the panel, else the one of the action. */
    get folderId() {
        const [folders] = this.env.searchModel.getSections((section) => section.type === "category");
        return (folders && folders.activeValueId) || this.props.context.default_folder_id || "";
    }

    onDrop(event) {
        const files = event.dataTransfer && event.dataTransfer.files;
        if (files && files.length) {
            this.fileUpload.upload(this.uploadRoute, files, {
                buildFormData: (formData) => formData.append("folder_id", this.folderId),
            });
        }
    }
}

registry.category("views").add("agency_documents_kanban", {
    ...productDocumentKanbanView,
    Controller: AgencyDocumentsKanbanController,
});
