import { Component, reactive, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * How far the documents made in the background are.
 */
export class DocumentJobs extends Component {
    static template = "agency_documents.DocumentJobs";
    static props = { jobs: Object };

    setup() {
        this.jobs = useState(this.props.jobs);
    }

    get running() {
        return Object.values(this.jobs);
    }

    percent(job) {
        return Math.round((100 * job.done) / job.total);
    }
}

export const documentJobsService = {
    dependencies: ["action", "bus_service", "notification"],

    start(env, { action, bus_service: bus, notification }) {
        const jobs = reactive({});
        registry.category("main_components").add("agency_documents.DocumentJobs", { Component: DocumentJobs, props: { jobs } });

        bus.subscribe("agency_documents.document_job", (job) => {
            if (job.state === "running") {
                jobs[job.id] = job;
                return;
            }
            delete jobs[job.id];
            const made = job.total - job.failures.length;
            let text = _t("%(made)s documents are kept in Documents, “%(folder)s”.", { made, folder: job.folder });
            if (job.state === "failed") {
                text = _t("The documents could not all be made.");
            } else if (job.kind === "print") {
                text = _t("%(made)s documents are in one PDF.", { made });
            }
            const buttons = [
                { name: _t("Open Documents"), onClick: () => action.doAction("agency_documents.agency_document_action") },
            ];
            if (job.url) {
                buttons.unshift({
                    name: _t("Open the PDF"),
                    primary: true,
                    onClick: () => browser.open(job.url, "_blank"),
                });
            }
            const failures = job.failures.length ? _t("Without a PDF: %s", job.failures.join(" ; ")) : "";
            notification.add([text, failures].filter(Boolean).join("\n"), {
                type: failures ? "warning" : "success",
                sticky: true,
                buttons,
            });
        });
        bus.start();
    },
};

registry.category("services").add("agency_documents.document_jobs", documentJobsService);
