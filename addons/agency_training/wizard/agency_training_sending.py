from odoo import api, fields, models
from odoo.exceptions import UserError


class AgencyTrainingSending(models.TransientModel):
    """The certificates of a session, mailed: to whom, and with what (§3, T45)."""

    _name = "agency.training.sending"
    _description = "Send Certificates"

    session_id = fields.Many2one(comodel_name="agency.training.session", required=True)
    registration_ids = fields.Many2many(
        comodel_name="agency.training.registration", compute="_compute_registration_ids", string="Trainees"
    )
    # Said when it opens: of two who send at once, the second sends nothing again.
    is_again = fields.Boolean(
        compute="_compute_is_again", store=True, readonly=False, help="All were sent: they are sent again."
    )
    recipients = fields.Text(
        compute="_compute_registration_ids", string="Mails", help="One mail a customer, with its own trainees alone."
    )
    has_attestations = fields.Boolean(string="With the attestations of end of training", default=True)

    @api.depends("session_id")
    def _compute_is_again(self):
        for sending in self:
            sending.is_again = bool(sending.session_id) and not sending.session_id._get_certificates_to_send()

    @api.depends("session_id", "is_again")
    def _compute_registration_ids(self):
        for sending in self:
            session = sending.session_id
            registrations = session._get_certified() if sending.is_again else session._get_certificates_to_send()
            sending.registration_ids = registrations
            sending.recipients = "\n".join(
                f"{partner.display_name} <{partner._get_document_email() or '?'}>: "
                + ", ".join(ones.trainee_id.mapped("name"))
                for partner, ones in registrations._group_by_customer()
            )

    def action_send(self):
        """Send them.

        :raise UserError: if somebody sent them meanwhile
        """
        self.ensure_one()
        self.session_id.check_access("write")
        if not self.registration_ids:
            raise UserError(self.env._("These certificates were sent meanwhile."))
        self.registration_ids._send_certificates(has_attestations=self.has_attestations)
        return {"type": "ir.actions.act_window_close"}
