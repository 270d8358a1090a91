"""The ground the others stand on: paper, and the addresses that a page may name."""

from typing import NamedTuple

# Stands for "this database" in the URLs of a page. Never resolved: RFC 2606 reserves `.invalid`.
BASE_URL = "http://odoo.invalid/"


class RefusedUrl(Exception):
    """What a page names is not its to show, or is too big."""


class Paper(NamedTuple):
    """Size and margins of a page, in mm."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
