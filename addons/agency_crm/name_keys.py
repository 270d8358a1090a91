"""Names as people hear them: without legal form, accents, case nor little words. Pure functions."""

import re
import unicodedata

# Legal forms, and what is said before a name.
LEGAL_FORMS = frozenset(
    [
        "sarl",
        "sas",
        "sasu",
        "sa",
        "eurl",
        "eirl",
        "ei",
        "sci",
        "scp",
        "scm",
        "snc",
        "scop",
        "scic",
        "sca",
        "sel",
        "selarl",
        "selas",
        "gie",
        "gip",
        "asso",
        "association",
        "ste",
        "societe",
        "entreprise",
        "cie",
        "ets",
        "etablissements",
        "cabinet",
        "groupe",
        "m",
        "mr",
        "mme",
        "mlle",
        "monsieur",
        "madame",
    ]
)
LITTLE_WORDS = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "and", "the", "of"]
)


def get_key(name: str | None) -> str:
    """Return the words by which a name is known, in their order; those that alone are left if there are no others.

    « L'Imprimerie du Parc, SARL » and « imprimerie du parc » are the same: `imprimerie parc`.
    """
    text = unicodedata.normalize("NFKD", (name or "").replace("œ", "oe").replace("Œ", "oe").replace("&", " "))
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    # S.A.R.L. is one word.
    text = re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found[0].replace(".", "") + " ", text)
    words = re.findall(r"[^\W_]+", text)
    kept = [word for word in words if word not in LEGAL_FORMS and word not in LITTLE_WORDS]
    return " ".join(kept or words)


def get_shorter_keys(key: str) -> list[str]:
    """Return the beginnings of a key that still say who it is: two words at least, or the key itself."""
    words = key.split()
    return [" ".join(words[:count]) for count in range(2, len(words))] + [key]
