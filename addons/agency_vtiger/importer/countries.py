"""Countries, by whatever name an agency typed."""

import re

from babel import Locale

from ..vtiger.labels import normalize

# Names that no table of countries has.
_ALIASES = {
    "GB": "uk|angleterre|england|ecosse|scotland|pays de galles|grande bretagne|great britain|irlande du nord",
    "US": "usa|etats unis d amerique|united states of america|amerique",
    "NL": "hollande|holland|the netherlands",
    "DE": "rfa|deu|ger|republique federale d allemagne",
    "FR": "fra|france metropolitaine|republique francaise|corse",
    "BE": "bel|royaume de belgique",
    "CH": "che|confederation helvetique",
    "LU": "lux|grand duche de luxembourg|grand duche",
    "ES": "esp", "IT": "ita", "PT": "prt", "CZ": "republique tcheque|tchequie|czech republic", "IE": "eire",
    "RE": "ile de la reunion", "CI": "cote d ivoire", "MC": "principaute de monaco",
}  # fmt: skip


def _bare(name):
    return " ".join(re.sub(r"[^\w]+", " ", normalize(name)).split())


class Countries:
    """Finds countries by their French and English names, by those of the languages here, and by their codes."""

    def __init__(self, env):
        self.env = env
        self._ids = self._read()

    def get_id(self, name):
        """The id of the country; False for a name that is none, None for no name."""
        bare = _bare(name or "")
        return self._ids.get(bare, False) if bare else None

    def _read(self):
        countries = {country.code: country.id for country in self.env["res.country"].search([])}
        found = {}
        for code, words in _ALIASES.items():
            found |= {word: countries.get(code, False) for word in words.split("|")}
        for lang in ("fr", "en"):
            names = Locale(lang).territories
            found |= {_bare(name): countries[code] for code, name in names.items() if code in countries}
        for lang, _name in self.env["res.lang"].get_installed():
            for country in self.env["res.country"].with_context(lang=lang).search([]):
                found[_bare(country.name)] = country.id
        return found | {_bare(code): country_id for code, country_id in countries.items()}
