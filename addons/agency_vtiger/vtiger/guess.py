"""What a column that no table knows is most like: a proposal, never taken by itself."""

from difflib import SequenceMatcher
from functools import cache

from .binding import find_counting_word
from .columns import LABELS

MIN_LIKENESS = 0.6


@cache
def guess_target(module: str, header: str) -> str:
    """The field of a module whose label is most like this header, bare; "" when none is.

    One of money, tax or place is most like the labels that have the same word: `TVA du devis` is no status.
    """
    word = find_counting_word(module, header)
    best, found = 0.0 if word else MIN_LIKENESS, ""
    for label, columns in LABELS[module].items():
        if word and find_counting_word(module, label) != word:
            continue
        if len(columns) == 1 and columns[0].target:
            likeness = SequenceMatcher(None, header, label).ratio()
            # A label that is whole in the header comes before one that has more besides.
            likeness += bool(word) and set(label.split()) <= set(header.split())
            # Where a header does not say which place it is, it is rather that of the bills.
            likeness -= 0.1 * columns[0].target.startswith("ship_")
            if likeness > best:
                best, found = likeness, columns[0].target
    return found
