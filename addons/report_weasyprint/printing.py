"""What is being printed: said by code alone, in the context of the report."""

from typing import NamedTuple

PRINTING_KEY = "report_weasyprint_printing"
AS_ONE_KEY = "report_weasyprint_as_one"
# A value that no request can carry.
AS_ONE = object()


class Printing(NamedTuple):
    """What is being printed, and by which engine. Its class is its proof: no request can bring such a value."""

    pdf_engine: str
    model: str
    ids: tuple
    css: str = ""  # the style sheet that the page leaves to the engine
    pages_around: tuple = ()  # of records whose document stands among files: (id, pages before, pages after)


def get_printing(env):
    """Return what is being printed by an engine of this add-on, None for Odoo's own."""
    printing = env.context.get(PRINTING_KEY)
    return printing if isinstance(printing, Printing) else None


def get_other_pages(env, res_id):
    """Return how many pages come before and after the document of a record, which counts them.

    :rtype: tuple[int, int]
    """
    printing = get_printing(env)
    around = {each[0]: each[1:] for each in printing.pages_around} if printing else {}
    return around.get(res_id, (0, 0))


def is_as_one(env):
    """Return whether the caller wants one PDF of all the records."""
    return env.context.get(AS_ONE_KEY) is AS_ONE
