import io
import re
import shutil
import subprocess
from base64 import b64encode

from PIL import Image

from odoo.tests import TransactionCase


class ReportCommon(TransactionCase):
    """The means to read what a PDF says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "force_report_rendering": True})
        cls.company = cls.env.company

    @staticmethod
    def _picture(size=(60, 20), color="#1f4e79"):
        stream = io.BytesIO()
        Image.new("RGB", size, color).save(stream, "PNG")
        return b64encode(stream.getvalue())

    def _read(self, pdf_content):
        """Return the text of a PDF, its spaces made plain."""
        if shutil.which("pdftotext"):
            command = ["pdftotext", "-layout", "-", "-"]
            text = subprocess.run(command, input=pdf_content, capture_output=True, check=True).stdout.decode()
        else:
            from pdfminer.high_level import extract_text

            text = extract_text(io.BytesIO(pdf_content))
        return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text))

    def _print(self, report, records, **context):
        reports = self.env["ir.actions.report"].with_context(**context)
        return reports._render_qweb_pdf(report.id, records.ids)[0]
