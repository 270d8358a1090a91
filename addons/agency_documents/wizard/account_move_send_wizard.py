from odoo import api, models


class AccountMoveSendWizard(models.TransientModel):
    _name = "account.move.send.wizard"
    _inherit = ["account.move.send.wizard", "agency.mail.weight.mixin"]

    @api.model
    def _get_weight_triggers(self):
        """Override of `agency.mail.weight.mixin`."""
        return ["body", "mail_attachments_widget"]

    def _get_weighed_attachments(self):
        """Override of `agency.mail.weight.mixin`: the PDF of a first sending is not made yet."""
        ids = [item["id"] for item in self.mail_attachments_widget or [] if not item.get("skip")]
        return self.env["ir.attachment"].browse(id_ for id_ in ids if isinstance(id_, int)).exists()

    def _get_linked_record(self):
        """Override of `agency.mail.weight.mixin`."""
        return self.move_id

    def _get_sending_settings(self):
        """Override of `account`: a mail too heavy to arrive does not leave as it is."""
        settings = super()._get_sending_settings()
        if "email" not in (self.sending_methods or []):
            return settings
        heavy, body = self._link_heavy_attachments()
        if heavy:
            settings["mail_body"] = body
            settings["mail_attachments_widget"] = [
                {**item, "skip": True} if item["id"] in heavy.ids else item
                for item in settings["mail_attachments_widget"]
                # What was added by hand is left out; Odoo would send it though it is skipped.
                if not (item["id"] in heavy.ids and item.get("manual"))
            ]
        return settings
