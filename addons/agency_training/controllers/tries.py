"""Guesses: who tries keys that open nothing is made to wait, whichever worker they come to."""

MOST_TRIES = 20
SECONDS = 60


def is_over(env, address):
    """Return whether too much was tried in vain from an address in the last minute.

    :param str address: of the network
    """
    # Sudo: who asks has no account, and nobody reads the count.
    return env["agency.tries"].sudo()._get_number(_get_key(address), SECONDS) >= MOST_TRIES


def note(env, address):
    """Note that something was tried in vain; the request that did is refused, and so undone."""
    # Sudo: as `is_over`.
    env["agency.tries"].sudo()._count_for_good(_get_key(address), SECONDS)


def _get_key(address):
    return f"training link {address}"
