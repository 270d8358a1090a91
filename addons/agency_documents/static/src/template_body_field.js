import { useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { fuzzyLookup } from "@web/core/utils/search";
import { HtmlField } from "@html_editor/fields/html_field";
import { keepPrintable, printableHtmlField } from "./printable_editor";

/**
 * The words of a template, and beside them what a click puts in: the record's `palette`, by family.
 */
export class TemplateBodyField extends HtmlField {
    static template = "agency_documents.TemplateBodyField";

    setup() {
        super.setup();
        this.palette = useState({ query: "", opened: { 0: true, 1: true } });
    }

    getConfig() {
        return keepPrintable(super.getConfig());
    }

    /** The families, each with those of its items that are looked for. */
    get families() {
        const families = this.props.record.data.palette || [];
        return families
            .map((family, index) => ({ ...family, index, items: this.find(family) }))
            .filter((family) => family.items.length);
    }

    find(family) {
        const { query } = this.palette;
        return query ? fuzzyLookup(query, family.items, (item) => [item.label, family.label]) : family.items;
    }

    isOpen(family) {
        return Boolean(this.palette.query || this.palette.opened[family.index]);
    }

    toggle(family) {
        this.palette.opened[family.index] = !this.palette.opened[family.index];
    }

    onSearchKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            const [family] = this.families;
            if (this.palette.query && family) {
                this.insert(family, family.items[0]);
            }
        }
    }

    /** Put an item in where the cursor is, or was: a field in its line, a block on a line of its own behind it. */
    insert(family, item) {
        const { dom, history, selection } = this.editor.shared;
        if (family.is_block) {
            const line = this.editor.document.createElement("p");
            line.textContent = item.mark;
            const before = this.getLine(selection.getEditableSelection().endContainer) || this.editor.editable.lastChild;
            if (before) {
                before.after(line);
            } else {
                this.editor.editable.append(line);
            }
            selection.setCursorEnd(line);
        } else {
            dom.insert(item.mark);
        }
        history.addStep();
        selection.focusEditable();
    }

    /** The line of the document that holds `node`: a block stands between two of them. */
    getLine(node) {
        const { editable } = this.editor;
        let line = editable.contains(node) && node !== editable ? node : null;
        while (line && line.parentNode !== editable) {
            line = line.parentNode;
        }
        return line;
    }
}

registry.category("fields").add("agency_template_body", {
    ...printableHtmlField,
    component: TemplateBodyField,
    fieldDependencies: [{ name: "palette", type: "json" }],
});
