"""SIRET, VAT numbers, postal codes and telephones: mended where a spreadsheet's damage is certain, else told.

Each function returns the value, or None for one that can't be what it should be.
"""

import re

from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

FRENCH_ZIP = 5
# France, and the parts of it that have postal codes as it has.
FRANCE = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "MC"}


def clean_siret(text):
    """A SIRET, or the SIREN it begins with; one whose first zero was lost has it again."""
    digits = re.sub(r"[\s.\-\u00a0\u202f]|,0+$|\.0+$", "", text)
    if not digits.isdigit():
        return None
    for candidate in (digits, digits.zfill(14) if len(digits) == 13 else digits):
        if siret.is_valid(candidate) or siren.is_valid(candidate):
            return candidate
    return None


def clean_vat(text, country):
    """A VAT number with its country before it.

    :param country: code of the customer's country, for a number without one; "" when it is not known
    """
    bare = re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()
    candidates = [bare]
    if country and not bare[:2].isalpha():
        candidates.append(country + bare)
    return next((found for found in candidates if _is_vat(found)), None)


def _is_vat(number):
    if eu_vat.is_valid(number):
        return True
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{4,14}", number) or number[:2] in {
        state.upper() for state in eu_vat.MEMBER_STATES
    }:
        return False
    module = get_cc_module(number[:2].lower(), "vat")
    if module is None:
        return False
    try:
        module.validate(number[2:])
    except ValidationError:
        return False
    return True


def clean_zip(text, country):
    """A postal code; a French one whose first zero was lost has it again, where the country is said."""
    bare = re.sub(r"[.,]0+$", "", text.strip())
    if country not in FRANCE:
        return bare
    digits = re.sub(r"^F-?|\s", "", bare)
    if re.fullmatch(r"\d{4}", digits):
        return digits.zfill(FRENCH_ZIP)
    return digits if re.fullmatch(r"\d{5}", digits) else bare


def is_short_zip(text, country):
    """Whether a postal code may have lost its first zero, or be one of another country: nobody can tell."""
    return not country and bool(re.fullmatch(r"\d{4}", text.strip()))


def clean_phone(text, country):
    """A telephone; a French one that a spreadsheet took for a number has its first zero again."""
    bare = re.sub(r"[.,]0+$", "", text.strip())
    if re.search(r"\d[.,]\d+E\+?\d", bare, re.IGNORECASE):
        return None
    return f"0{bare}" if country in FRANCE and re.fullmatch(r"[1-9]\d{8}", bare) else bare
