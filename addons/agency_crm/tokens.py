"""Secret addresses: what opens a page to somebody who has no account."""

from odoo.tools import consteq


def is_right(kept, given):
    """Return whether what was given is the secret that was kept; compared in constant time, were there none kept.

    :param str|False kept: the secret, if there is one
    :param str given: whatever somebody sent
    """
    return consteq((kept or "").encode(), str(given).encode(errors="replace")) and bool(kept)
