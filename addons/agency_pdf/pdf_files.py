"""PDF files that people choose to print with documents: looked at when they are chosen."""

import io
from base64 import b64decode

from odoo.exceptions import UserError
from odoo.tools.pdf import OdooPdfFileReader

MAX_PAGES = 20
MAX_SIZE = 5 * 1024 * 1024


def check_pdf(env, name, value):
    """Check that a file can be printed with documents.

    :param str name: of the file, for people
    :param bytes value: its content, in base 64, as a field of Odoo holds it
    :raise UserError: if it is no PDF, too heavy or too long
    """
    content = b64decode(value)
    if len(content) > MAX_SIZE:
        raise UserError(
            env._(
                "%(name)s weighs more than %(size)s MB, which mails would not carry: make it lighter.",
                name=name,
                size=MAX_SIZE // 1024**2,
            )
        )
    try:
        reader = OdooPdfFileReader(io.BytesIO(content), strict=False)
        pages = 0 if reader.isEncrypted else reader.getNumPages()
    except Exception as error:
        raise UserError(env._("%(name)s is no PDF that can be read: save it as a PDF again.", name=name)) from error
    if not 0 < pages <= MAX_PAGES:
        raise UserError(
            env._(
                "%(name)s has %(count)s pages that can be read; 1 to %(most)s are printed.",
                name=name,
                count=pages,
                most=MAX_PAGES,
            )
        )
