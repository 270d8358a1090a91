"""A quote that was amended once its session was made: the session says what it does not know of (T4, T29, T47)."""

from odoo import api, fields, models


class AgencyTrainingSession(models.Model):
    _name = "agency.training.session"
    _inherit = ["agency.training.session"]

    amended_note = fields.Text(
        compute="_compute_amended_note", help="What the quotes say by now, and the session does not: trainees, hours."
    )

    @api.depends("order_ids.trainee_ids", "order_ids.training_hours", "registration_ids", "hours", "state")
    @api.depends_context("lang")
    def _compute_amended_note(self):
        for session in self:
            is_to_come = session.state in ("draft", "planned")
            session.amended_note = "\n".join(session._get_amendments()) if is_to_come else ""

    def _get_amendments(self):
        """Return what the accepted quotes say otherwise than this session, in sentences."""
        # Sudo: who plans a session need not read its quotes; what they sold is what it gives.
        orders_sudo, words = self.sudo()._get_accepted_orders(), []
        # Who was taken out was known, and whoever is in another session of the quote comes there.
        unknown = orders_sudo.trainee_ids.filtered(lambda trainee: not trainee.registration_ids)
        if unknown:
            words.append(
                self.env._(
                    "On the quote and not registered: %(names)s. Add them to the registrations.",
                    names=", ".join(unknown.mapped("name")),
                )
            )
        if self.state == "planned" and (others := self._get_orders_of_other_hours()):
            words.append(
                self.env._(
                    "The session has %(planned)s hours, and the quote says: %(sold)s.",
                    planned=self._pdf_number(self.hours),
                    sold=", ".join(
                        f"{one.name} {self._pdf_number(one.training_hours)}\N{NO-BREAK SPACE}h" for one in others
                    ),
                )
            )
        return words

    def _get_orders_of_other_hours(self):
        """Return the accepted quotes that say other hours than this session, to the minute, with all rights."""
        # Sudo: see `_get_amendments()`.
        orders_sudo = self.sudo()._get_accepted_orders().filtered("training_hours")
        return orders_sudo.filtered(lambda one: round(one.training_hours * 60) != round(self.hours * 60))
