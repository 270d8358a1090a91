"""The context keys of the add-ons: what each does, and who may set it.

A context comes from whoever calls: a page, RPC, a public route, a link. So it is input, as hostile as any other. A key
acts only when it is named here, and:

- set by `CODE`: it means nothing unless its value is a `FromCode`, an object that no request can carry;
- set by `USERS`: pages of ours send it, and it means nothing for the public and portal users, whatever rights the code
  that reads it runs with. What it names is read and written with the rights of the user.

Each add-on declares its own. Nobody reads one otherwise than by `get_key()`.
"""

from dataclasses import dataclass
from typing import Any

CODE = "code"
USERS = "users"


@dataclass(frozen=True)
class Key:
    """What a context key does, and who may set it: `CODE` or `USERS`."""

    meaning: str
    setter: str


@dataclass(frozen=True)
class FromCode:
    """A value that only code puts in a context."""

    value: Any


KEYS = {
    "agency_history": Key(
        "What is written happened long ago: no deal moves, no account becomes a client, nothing is asked for.", CODE
    ),
    "agency_rules": Key(
        "The fields that the rules alone write are open to whoever runs this; of one model, if named.", CODE
    ),
    "agency_stock_views": Key("The screen is that of somebody who is no user of the agency: Odoo's own.", CODE),
    "agency_tracking_posts": Key("The messages that tracking has to post, waiting for each other.", CODE),
    "agency_what_now": Key("The next step of these deals is being finished: what it closes moves none again.", CODE),
    "agency_reminder": Key("The mail being written reminds of its quote: it sends none.", USERS),
    "agency_chase": Key("The mail being written reminds of unpaid invoices.", USERS),
    "agency_default_country": Key("A new account is of the country of the company.", USERS),
    "invoiced_period_start": Key("Début that the user sees: a period invoiced meanwhile is not invoiced twice.", USERS),
    "mailed_record_ids": Key("Ids of the quotes or invoices that go in one mail.", USERS),
    # Odoo's own, which changes a status.
    "mark_so_as_sent": Key("The mail being written carries quotes: they are sent once the server has taken it.", USERS),
}


def from_code(**values):
    """Return these keys, to be put in a context by code: `with_context(**from_code(agency_history=True))`.

    :raise KeyError: for a key that is not in the table
    """
    return {name: FromCode(value) for name, value in values.items() if KEYS[name]}


def get_key(env, name):
    """Return the value of a context key, None when it has none or when its setter had no right to set it.

    :param str name: a key of `KEYS`
    :raise KeyError: for a key that is not in the table
    """
    value = env.context.get(name)
    if KEYS[name].setter == CODE:
        return value.value if isinstance(value, FromCode) else None
    # The user, not the rights: the public posts on a quote with all of them.
    return value if value and env.user._is_internal() else None
