"""The sample agency, served: a fresh copy of its database, a server of its own, its mails kept in a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.agency import testing


@dataclass
class Agency:
    """The sample agency, served."""

    database: str
    url: str
    mail: testing.MailCatcher

    def shell(self, script: str) -> str:
        """Run Python in `odoo shell`, its mails sent as the server's are; return what it printed."""
        return testing.odoo_shell(self.database, script, smtp_port=self.mail.port)


@contextmanager
def serve_sample(name: str, mails: Path, optional: str | None = None, **options: object) -> Iterator[Agency]:
    """Serve the sample agency.

    :param name: of its database, beside others of the same name
    :param mails: the folder where its mails go, by SMTP
    :param optional: an add-on that it has besides
    :param options: Odoo's, as those of `testing.start_server`
    """
    database = f"{name}_{os.getpid()}"
    testing.create_database(database, with_sample=True, optional=optional)
    try:
        with (
            testing.mail_catcher(mails) as mail,
            testing.start_server(database, smtp_port=mail.port, **options) as server,
        ):
            yield Agency(database, server.url, mail)
    finally:
        testing.drop_database(database)
