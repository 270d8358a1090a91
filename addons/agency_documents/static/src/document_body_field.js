import { registry } from "@web/core/registry";
import { HtmlField } from "@html_editor/fields/html_field";
import { keepPrintable, printableHtmlField } from "./printable_editor";

/**
 * A document in the editor, in the style it is printed in.
 */
export class DocumentBodyField extends HtmlField {
    static template = "agency_documents.DocumentBodyField";

    getConfig() {
        return keepPrintable(super.getConfig());
    }

    /** The style sheet of the documents, kept to this field. */
    get scopedStyle() {
        const style = this.props.record.data.style || "";
        return `.o_agency_document_body { ${style.replaceAll("body.agency", "&").replaceAll(".agency", "&")} }`;
    }

    get theme() {
        return this.props.record.data.theme || "standard";
    }
}

registry.category("fields").add("agency_document_body", {
    ...printableHtmlField,
    component: DocumentBodyField,
    fieldDependencies: [
        { name: "style", type: "text" },
        { name: "theme", type: "char" },
    ],
});
