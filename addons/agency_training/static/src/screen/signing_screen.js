/** The screen that the trainer passes round: each taps their name, and draws (TRAINING T20). */
import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Drawing } from "../drawing/drawing";

// Others sign by their links meanwhile.
const REFRESH_MS = 5000;

class SigningScreen extends Component {
    static template = "agency_training.SigningScreen";
    static components = { Drawing };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ screen: { people: [] }, person: null, code: null, lateReason: "", isSending: false });
        this.signature = useState({
            name: "",
            isSignatureEmpty: true,
            getSignatureImage: () => "",
            resetSignature: () => {},
        });
        onWillStart(() => this.load());
        onMounted(() => (this.timer = setInterval(() => this.refresh(), REFRESH_MS)));
        onWillUnmount(() => clearInterval(this.timer));
    }

    async load() {
        const slotId = this.props.action.context.active_id;
        this.state.screen = await this.orm.silent.call("agency.training.slot", "get_signing_screen", [[slotId]]);
    }

    async refresh() {
        if (!this.state.person || this.state.code) {
            // Without a network the list stays what it is; whoever signs is told.
            await this.load().catch(() => {});
        }
        if (this.state.code && this.hasSigned(this.state.person)) {
            this.back();
        }
    }

    hasSigned({ model, id }) {
        return this.state.screen.people.some((one) => one.model === model && one.id === id && one.is_signed);
    }

    get hasCode() {
        return this.state.person.model === "agency.training.attendance" && !this.state.screen.is_late;
    }

    /** Show what the trainee reads with their own telephone, to sign on it. */
    async showCode() {
        const { model, id } = this.state.person;
        this.state.code = await this.orm.call(model, "get_signing_code", [[id]]);
    }

    get isMissingReason() {
        return this.state.screen.is_late && !this.state.lateReason.trim();
    }

    choose(person) {
        this.state.person = person;
        this.signature.isSignatureEmpty = true;
    }

    back() {
        this.state.person = null;
        this.state.code = null;
        this.state.lateReason = "";
    }

    async sign() {
        const { model, id } = this.state.person;
        const drawing = this.signature.getSignatureImage().split(",")[1];
        this.state.isSending = true;
        try {
            await this.orm.call(model, "sign_on_screen", [[id], drawing, this.state.lateReason]);
            this.back();
        } finally {
            this.state.isSending = false;
            await this.load();
        }
    }

    async leave() {
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "agency.training.session",
                res_id: this.state.screen.session_id,
                views: [[false, "form"]],
            },
            { clearBreadcrumbs: true }
        );
    }
}

registry.category("actions").add("agency_training.signing_screen", SigningScreen);
