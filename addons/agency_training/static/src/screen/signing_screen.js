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
        this.state = useState({ screen: { people: [] }, person: null, lateReason: "", isSending: false });
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
        if (!this.state.person) {
            // Without a network the list stays what it is; whoever signs is told.
            await this.load().catch(() => {});
        }
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
