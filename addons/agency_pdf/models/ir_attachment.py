"""The PDF of an issued invoice is kept as it was: nobody deletes it, renames it or puts another in its place.

An invoice set back to draft lets it go (Odoo detaches it), and it is kept all the same (SPEC §7, CGI art. 289).
"""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.context_keys import get_key

# The field of an invoice that holds its PDF.
ISSUED_FIELD = "invoice_pdf_report_file"
# What tells whose file it is, and where its content is.
OWN_FIELDS = {"company_id", "db_datas", "res_field", "res_id", "res_model", "store_fname", "type", "url"}
# What makes the file, its name and the invoice that it is of.
KEPT_FIELDS = OWN_FIELDS | {"datas", "mimetype", "name", "raw"}


class IrAttachment(models.Model):
    _name = "ir.attachment"
    _inherit = ["ir.attachment"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: nor does anybody put another beside it, which would be the invoice from then on.

        :raise UserError: if one is said to be the PDF of an invoice; Odoo makes it with all rights
        """
        files = super().create(vals_list)
        if not self.env.su:
            files._check_not_issued()
        return files

    def write(self, vals):
        """Override of `base`: see the top of this file.

        :raise UserError: if one is the PDF of an issued invoice
        """
        if vals.keys() & KEPT_FIELDS and get_key(self.env, "agency_rules") is not True:
            self._check_not_issued()
            res = super().write(vals)
            if not self.env.su:
                self._check_not_issued()
            return res
        return super().write(vals)

    def unlink(self):
        """Override of `base`: see the top of this file.

        :raise UserError: if one is the PDF of an issued invoice
        """
        self._check_not_issued()
        return super().unlink()

    @api.model
    def _is_written_by_record(self, field):
        """Override of `agency_crm`: nor is a quote signed through the file of its signature."""
        return super()._is_written_by_record(field) or (field.model_name, field.name) == ("sale.order", "signature")

    def _get_issued(self):
        """Return those that are, or were, the PDF of an issued invoice of a company that prints our documents."""
        # Sudo: whoever touches the file need not read the invoice.
        files_sudo = self.sudo().filtered(lambda file: file.res_model == "account.move" and file.res_id)
        if not files_sudo:
            return self.browse()
        # Sudo: nor the invoice.
        moves_sudo = self.env["account.move"].sudo().browse(files_sudo.mapped("res_id")).exists()
        moves_sudo = moves_sudo.filtered(lambda move: move.company_id._prints_agency_documents())
        files_sudo = files_sudo.filtered(
            lambda file: (
                file.res_id in moves_sudo.ids and (file.res_field == ISSUED_FIELD or file in moves_sudo.issued_pdf_ids)
            )
        )
        return self.browse(files_sudo.ids)

    def _check_not_issued(self):
        """Check that none of these is the PDF of an issued invoice.

        :raise UserError: if one is
        """
        if issued := self._get_issued():
            raise UserError(
                self.env._(
                    "%(file)s is an issued invoice: its PDF is kept as it is. To correct the invoice, make a credit"
                    " note.",
                    file=issued[0].sudo().name,  # sudo: the file that the user named
                )
            )
