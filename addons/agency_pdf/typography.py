"""How a good typographer writes what comes from records: units, rates, round amounts."""

import re

# Words of one form, whatever their number.
SAME_FORM = frozenset({"fois", "mois", "m²", "m³"})
SYMBOL_RE = re.compile(r"(?<=\d)\s?%")


def unit_name(name, quantity, lang):
    """Return the name of a unit as it agrees with its quantity: 1 jour, 2 jours, 3 000 unités.

    :param str name: the unit's own name, as « Unité(s) » or « Jours »
    :param str lang: French counts from two, English from what is not one
    """
    is_one = abs(quantity) < 2 if (lang or "").startswith("fr") else abs(quantity) == 1
    if "(s)" in name:
        return name.replace("(s)", "" if is_one else "s").lower()
    if is_one and name.isalpha() and len(name) > 3 and name.endswith("s") and name.lower() not in SAME_FORM:
        return name[:-1]
    return name


def rate_name(name, lang):
    """Return the name of a tax, its rate as French sets it: TVA 20 %."""
    if not (lang or "").startswith("fr"):
        return name
    return SYMBOL_RE.sub("\N{NO-BREAK SPACE}%", name)
