"""Who learnt and who taught in the year: one row an inscription, its hours from one source (T52 to T60)."""

from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from odoo.addons.agency_training.const import PRESENT

from ..const import OUTSIDE


class AgencyBpf(models.Model):
    _name = "agency.bpf"
    _inherit = ["agency.bpf"]

    def _get_held_domain(self, first, last, prefix="slot_id."):
        """Return the domain of half-days that were given in these days, their sheet closed."""
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain(f"{prefix}state", "=", "held")
            & Domain(f"{prefix}date", ">=", first)
            & Domain(f"{prefix}date", "<=", last)
        )

    def _get_trainee_hours(self, first, last):
        """Return hours really followed in these days: of closed sheets, and of activities at one's own pace.

        :return: two dicts of inscription to hours: all, and those at a distance
        """
        hours, remote = defaultdict(float), defaultdict(float)
        present = Domain("state", "=", PRESENT) & self._get_held_domain(first, last)
        attendances = self.env["agency.training.attendance"]
        for found, domain in ((hours, present), (remote, present & Domain("slot_id.kind", "!=", "room"))):
            for registration, total in attendances._read_group(domain, ["registration_id"], ["hours:sum"]):
                found[registration] += total
        activities = self.env["agency.training.activity"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("done_on", ">=", first),
                ("done_on", "<=", last),
                # What somebody did before they were taken out is no training that was given.
                ("registration_id.state", "!=", "cancelled"),
                ("session_id.state", "!=", "cancelled"),
            ],
            ["registration_id"],
            ["estimated_hours:sum"],
        )
        for registration, total in activities:
            hours[registration] += total
            remote[registration] += total
        return hours, remote

    def _prepare_trainee_entries(self, first, last):
        """Return values of `agency.bpf.entry`: an inscription that was followed, once, with its hours in these days."""
        hours, remote = self._get_trainee_hours(first, last)
        vals_list = []
        for registration, total in hours.items():
            # To the second: sums of quarters are exact, thirds of an hour are not.
            if round(total * 3600) <= 0:
                continue
            session, trainee = registration.session_id, registration.trainee_id
            vals_list.append(
                {
                    "kind": "trainee",
                    "name": trainee.name,
                    "detail": f"{session.name or ''} {session.title}",
                    "hours": total,
                    "amount": 0.0,
                    "trainee_type": trainee.bpf_trainee_type,
                    "objective": session.bpf_objective,
                    "nsf_id": session.nsf_id.id,
                    "direction": session.direction,
                    "is_remote": remote.get(registration, 0.0) > 0,
                    "registration_id": registration.id,
                    "session_id": session.id,
                }
            )
        return vals_list

    def _prepare_trainer_entries(self, first, last):
        """Return values of `agency.bpf.entry`: a trainer who taught in these days, with their hours (E).

        Two in one half-day: each counts their hours.
        """
        deliveries = self.env["agency.training.delivery"].search(self._get_held_domain(first, last))
        hours = defaultdict(float)
        for delivery in deliveries:
            hours[delivery.trainer_id] += delivery.slot_id.duration
        return [
            {
                "kind": "trainer",
                "name": trainer.name,
                "hours": total,
                "amount": total * trainer.hourly_cost if trainer.kind != OUTSIDE else 0.0,
                "is_inside": trainer.kind != OUTSIDE,
                "trainer_id": trainer.id,
            }
            for trainer, total in hours.items()
        ]
