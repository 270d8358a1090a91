import contextlib
import errno
import logging
import os

from odoo import api, models
from odoo.exceptions import UserError

from .agency_guarded_mixin import is_ours

_logger = logging.getLogger(__name__)

# Where the content of a file is, and what it weighs: Odoo takes them out of values, and would take them by default.
PLACES = {"checksum", "db_datas", "file_size", "store_fname"}
# What says which record a file is of, and in which of its fields.
OWNER_FIELDS = {"res_field", "res_id", "res_model"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _add_missing_default_values(self, values):
        """Override of `base`: no file has by default the content of another, which its user may not open.

        Whoever proposes it: a context, or a default set for oneself. Odoo completes what is missing here.
        """
        completed = super()._add_missing_default_values(values)
        return {name: value for name, value in completed.items() if name in values or name not in PLACES}

    def write(self, vals):
        """Override of `base`, which looks at what a file is of before it changes, and not at what it becomes.

        :raise AccessError: if it becomes that of a field which is not the user's to write through it
        """
        res = super().write(vals)
        if not self.env.su and vals.keys() & OWNER_FIELDS:
            self.check_access("write")
        return res

    @api.model
    def _has_field_access(self, field, operation):
        """Override of `base`, which asks files about the fields of other models that hold them: for groups alone.

        Their own model says who reads such a field and who writes it; through its file, nobody writes one whose record
        looks at what changes.
        """
        if self.env.su or field.model_name == self._name:
            return super()._has_field_access(field, operation)
        if operation == "write" and self._is_written_by_record(field):
            return False
        return self.env[field.model_name]._has_field_access(field, operation)

    @api.model
    def _is_written_by_record(self, field):
        """Return whether the file of this field changes with its record alone: all of ours look at what changes."""
        return is_ours(field._modules)

    @api.model
    def _file_write(self, bin_value, checksum):
        """Override of `base`: a file that cannot be kept says so, and leaves no half of itself.

        Odoo would leave that half, and refuse the same file later, as one that collides with it.

        :raise UserError: if the disk is full, or may not be written
        """
        path = self._full_path(f"{checksum[:2]}/{checksum}")
        was_there = os.path.exists(path)
        try:
            return super()._file_write(bin_value, checksum)
        except OSError as error:
            _logger.warning("A file of %s bytes could not be kept in %s: %s", len(bin_value), path, error)
            if not was_there:
                with contextlib.suppress(OSError):
                    os.unlink(path)
            raise UserError(self._get_unwritten_message(error)) from error

    @api.model
    def _get_unwritten_message(self, error):
        """Return what to tell the user when a file could not be kept.

        :param OSError error: what the system said
        """
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return self.env._(
                "The disk of the server is full: the file could not be kept, and nothing was saved. Delete files"
                " that are of no use any more, or tell whoever looks after the server; then try again."
            )
        return self.env._(
            "The server could not keep the file (%(reason)s), and nothing was saved. Tell whoever looks after the"
            " server, then try again.",
            reason=error.strerror,
        )
