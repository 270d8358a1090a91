from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request


class AgencyDocuments(http.Controller):
    @http.route("/agency_documents/documents/upload", type="http", methods=["POST"], auth="user")
    def upload(self, folder_id="", **_kwargs):
        """Keep the files that were dropped or chosen: all of them, or none with the reason.

        :param str folder_id: id of the folder; empty for the first one
        """
        values = {"folder_id": int(folder_id)} if folder_id.isdigit() else {}
        try:
            request.env["agency.document"].create(
                [
                    {**values, "name": file.filename, "raw": file.read()}
                    for file in request.httprequest.files.getlist("ufile")
                ]
            )
            request.env.flush_all()
        except (AccessError, UserError) as error:
            request.env.cr.rollback()
            return self._answer(error=str(error.args[0]))
        return self._answer(success=request.env._("The files are in Documents."))

    @staticmethod
    def _answer(**values):
        return request.make_json_response(values)
