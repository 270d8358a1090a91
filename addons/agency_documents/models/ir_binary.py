from odoo import models


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        """Override of `base`: the file of a document is that of its attachment.

        Odoo takes `raw` of any other model for base 64.
        """
        if record._name == "agency.document" and field_name in ("raw", "datas"):
            record = record.ir_attachment_id
        return super()._record_to_stream(record, field_name)
