/** « Terminé » on the next step of a deal, or on a call, opens « Et maintenant ? » wherever its button stands. */
import { Activity } from "@mail/core/web/activity";
import { Activity as ActivityModel } from "@mail/core/common/activity_model";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

const ASKING_MODELS = ["crm.lead", "sale.order"];

patch(ActivityModel.prototype, {
    /** @returns {Promise<boolean>} whether the dialog was opened, and is closed again */
    async askWhatNow() {
        if (!ASKING_MODELS.includes(this.res_model)) {
            return false;
        }
        const { action: actionService, orm } = this.store.env.services;
        const action = await orm.call("mail.activity", "get_what_now_action", [[this.id]]);
        if (!action) {
            return false;
        }
        await new Promise((resolve) => actionService.doAction(action, { onClose: resolve }));
        return true;
    },
});

patch(Activity.prototype, {
    async onClickMarkAsDone(ev) {
        const { currentTarget } = ev;
        const thread = this.thread;
        if (!(await this.props.activity.askWhatNow())) {
            return super.onClickMarkAsDone({ currentTarget });
        }
        // The deal itself changed: its form shows it.
        await this.props.reloadParentView?.();
        this.props.onActivityChanged(thread);
        await thread.fetchNewMessages();
    },
});

patch(ActivityListPopoverItem.prototype, {
    async onClickMarkAsDone() {
        const { activity, onActivityChanged } = this.props;
        if (!(await activity.askWhatNow())) {
            return super.onClickMarkAsDone();
        }
        onActivityChanged?.();
    },
});
