"""An import is taken back, as long as nobody worked with what it brought."""

import time

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.takeover import numbering

from ..importer.undo import Undo

# Records that are named when an import can't be undone any more.
MAX_NAMED = 10


class AgencyVtigerImport(models.Model):
    _name = "agency.vtiger.import"
    _inherit = ["agency.vtiger.import"]

    def _compute_is_undoable(self):
        counts = dict(
            self.env["agency.vtiger.link"]._read_group([("import_id", "in", self.ids)], ["import_id"], ["__count"])
        )
        for job in self:
            job.is_undoable = job.state == "done" and not job.is_dry_run and bool(job.end_date and counts.get(job))

    def action_undo(self):
        """Take the import back in the background: what it made is deleted, what was here before stays.

        :raise UserError: if people worked with what it brought, naming the records
        """
        self.ensure_one()
        if not self.is_undoable:
            raise UserError(self.env._("Only an import that is done can be undone, and only once."))
        self._check_untouched()
        self.write({"state": "undoing", "done_count": 0, "record_count": self._count_links()})
        # Sudo: the scheduled action is the system's; undoing itself has the rights of the user of the import.
        self.env.ref("agency_vtiger.ir_cron_vtiger_import").sudo()._trigger()
        return True

    def _count_links(self):
        return self.env["agency.vtiger.link"].search_count([("import_id", "=", self.id)])

    def _check_untouched(self):
        touched = Undo(self).find_touched()
        names = [record.display_name or str(record.id) for records in touched.values() for record in records]
        if names:
            shown = "\n".join(f"- {name}" for name in names[:MAX_NAMED])
            raise UserError(
                self.env._(
                    "People worked with what this import brought: undone, their work would be lost.\n%(names)s\n"
                    "%(count)s records in all. Change these by hand, or restore the backup made before the import.",
                    names=shown,
                    count=len(names),
                )
            )

    def _undo(self, until=float("inf")):
        """Take the import back, batch by batch; interrupted, it goes on with what is left.

        :param until: when to pause, by the monotonic clock
        """
        self.ensure_one()
        user = self.create_uid if self.create_uid.active else self.env.user
        job = self.with_user(user).with_company(self.company_id)

        def on_batch(count):
            job.done_count += count
            self.env.cr.commit()  # pylint: disable=invalid-commit
            if time.monotonic() > until:
                raise TimeoutError

        try:
            Undo(job).run(on_batch)
            # Sudo: series of numbers go back with the documents that they went on after.
            numbering.start_anew(job.company_id.sudo())
        except TimeoutError:
            return
        except Exception as error:
            # Whatever it is, the user has to read it; what is left can be undone once it is put right.
            self.env.cr.rollback()
            job.write({"state": "done", "error": str(error)})
            job.env.cr.commit()  # pylint: disable=invalid-commit
            return
        job.write({"state": "undone", "count_ids": [(5,)], "total_ids": [(5,)], "error": False, "verdict": False})
