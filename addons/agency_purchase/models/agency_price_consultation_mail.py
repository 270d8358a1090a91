"""The mail to one supplier, and what comes back: sent when the mail server took it."""

from odoo import models
from odoo.exceptions import UserError

from ..const import NOT_ASKED


class AgencyPriceConsultation(models.Model):
    _name = "agency.price.consultation"
    _inherit = ["agency.price.consultation"]

    def _mail(self):
        """Mail each of these suppliers, alone, the request and its files (B3, B5).

        :raise UserError: if one has no e-mail address
        """
        if mute := self.filtered(lambda each: not each.email):
            raise UserError(
                self.env._(
                    "%(suppliers)s: no e-mail address. Give one, or ask by telephone and “Mark as asked”.",
                    suppliers=", ".join(mute.partner_id.mapped("name")),
                )
            )
        self._ensure_page()
        self._post_mail("agency_purchase.mail_template_price_request", with_request=True)

    def action_tell_not_chosen(self):
        """Thank these suppliers, without the price nor the name of who was chosen (B20).

        :raise UserError: if one was chosen or did not answer, or was told already
        """
        for consultation in self:
            if consultation.state != "not_chosen" or consultation.is_told:
                raise UserError(
                    self.env._("%(name)s: only who was not chosen is told, once.", name=consultation.display_name)
                )
        self._post_mail("agency_purchase.mail_template_not_chosen")
        self._by_rules().write({"is_told": True})

    def _post_mail(self, template, with_request=False, has_link=False, words=None, layout=None):
        """Post the words of a template to each of these suppliers, alone.

        :param template: the template, or its external id
        :param bool with_request: the PDF of the request and its files go along
        :param bool has_link: the address of the supplier's page goes along, as it does with the request
        :param words: (subject, body) of a user, in place of those of the template
        :param str layout: external id of what is around these words
        :return: the messages
        """
        template = self.env.ref(template) if isinstance(template, str) else template
        # Sudo: who asks for prices need have no right on templates.
        template_sudo = template.sudo()
        if words:
            subjects, bodies = dict.fromkeys(self.ids, words[0]), dict.fromkeys(self.ids, words[1])
        else:
            subjects = template_sudo._render_field("subject", self.ids, compute_lang=True)
            bodies = template_sudo._render_field("body_html", self.ids, compute_lang=True)
        usual = "agency_purchase.mail_layout" if with_request or has_link else "mail.mail_notification_light"
        messages = self.env["mail.message"]
        for consultation in self:
            lang = consultation.partner_id.lang or self.env.lang
            messages |= consultation.with_context(
                mail_post_autofollow=False, mail_create_nosubscribe=True
            ).message_post(
                subject=subjects[consultation.id],
                body=bodies[consultation.id],
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=consultation.partner_id.ids,
                attachments=consultation._get_files() if with_request else [],
                attachment_ids=consultation.request_id.attachment_ids.ids if with_request else [],
                email_layout_xmlid=layout or usual,
                # « Your … » goes before it, in the language of the supplier.
                model_description=consultation.with_context(lang=lang).env._("price request"),
            )
        return messages

    def _get_files(self):
        """Return the PDF of the request for this supplier, with its name."""
        self.ensure_one()
        report = self._get_agency_report()
        # Sudo: printing needs no right on reports.
        pdf, _type = self.env["ir.actions.report"].sudo()._render_qweb_pdf(report.report_name, self.ids)
        return [(f"{self._get_agency_file_name()}.pdf", pdf)]

    def action_print(self):
        """Open the PDF of the request, for a supplier without e-mail (B51)."""
        self.ensure_one()
        return self._get_agency_report().report_action(self)

    # === OVERRIDES === #

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Override of `mail`: the supplier alone is given the address of its page; the message that is kept is not."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals)
        # Sudo: the token is closed to everybody.
        consultation_sudo = self.sudo()
        if len(self) != 1 or not consultation_sudo._has_page():
            return groups
        supplier = self.partner_id
        button = {
            "url": f"{self.get_base_url()}{consultation_sudo._get_page_path()}",
            "title": self.with_context(lang=supplier.lang).env._("Answer online"),
        }
        values = {"active": True, "has_button_access": True, "button_access": button}
        return [["price_supplier", lambda recipient: recipient["id"] == supplier.id, values], *groups]

    def message_update(self, msg_dict, update_vals=None):
        """Override of `mail`: a supplier wrote, its prices are to be typed (B11)."""
        self.check_access("write")
        res = super().message_update(msg_dict, update_vals)
        self._by_rules().is_reply_waiting = True
        for consultation in self.filtered(lambda each: each.request_id.user_id.active):
            consultation.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=consultation.request_id.user_id.id,
                summary=self.env._("Type the prices that came by mail"),
            )
        return res

    def _note_mailed(self):
        """The mail server took the mail to these suppliers."""
        self.filtered(lambda each: each.state in NOT_ASKED)._note_asked()

    def _note_bounced(self):
        """The mail to these suppliers came back (B58)."""
        self.filtered(lambda each: each.state in ("sent", "seen"))._by_rules().write(
            {"state": "to_send", "sent_on": False}
        )
