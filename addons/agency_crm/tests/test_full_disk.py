"""A file that cannot be kept; on a disk that really is full: tests/faults/test_full_disk.py."""

import os

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import AgencyCommon


class TestFullDisk(AgencyCommon):
    def test_file_that_cannot_be_written_says_so(self):
        """A file stands where the folder of the new one should be."""
        attachments = self.env["ir.attachment"].sudo()
        raw = b"a file whose place is taken"
        checksum = attachments._compute_checksum(raw)
        place = attachments._full_path(f"{checksum[:2]}/{checksum}")
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.symlink("/nowhere/at/all", place)
        self.addCleanup(lambda: os.path.lexists(place) and os.unlink(place))
        with (
            self.assertRaisesRegex(UserError, "could not keep the file"),
            mute_logger("odoo.addons.agency_crm.models.ir_attachment"),
        ):
            attachments.create({"name": "a.bin", "raw": raw})
        self.assertFalse(os.path.lexists(place), "what stood in the way is gone: the same file can be kept now")
        self.assertEqual(attachments.create({"name": "a.bin", "raw": raw}).raw, raw)
