"""A real mail server on loopback, for tests; it may refuse, or hang up."""

import socket
from contextlib import contextmanager
from unittest.mock import patch

try:
    from aiosmtpd.controller import Controller
except ImportError:  # as in Odoo's own tests, those that need it are skipped
    Controller = None


class _Handler:
    """What the server does with the mails it is given.

    :param refused: addresses it refuses
    :param hang_up_after: number of mails it takes before it hangs up in the middle of one
    """

    def __init__(self, refused=(), hang_up_after=None):
        self.refused = refused
        self.hang_up_after = hang_up_after
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.hang_up_after is not None and len(self.mails) >= self.hang_up_after:
            server.transport.abort()
            return "421 Bye"
        self.mails.append(envelope)
        return "250 OK"


class MailServerMixin:
    """For a test that sends real mails: `with self.mail_server() as mails:` lists what came."""

    @contextmanager
    def mail_server(self, refused=(), hang_up_after=None, is_down=False):
        """Serve mails on loopback while Odoo, which sends none in tests, really sends them.

        :param bool is_down: stop listening at once
        """
        if Controller is None:
            self.skipTest("aiosmtpd is not installed")
        handler = _Handler(refused, hang_up_after)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        server = (
            self.env["ir.mail_server"]
            .sudo()
            .create(
                {
                    "name": "Loopback",
                    "smtp_host": "127.0.0.1",
                    "smtp_port": port,
                    "smtp_encryption": "none",
                    "sequence": 0,
                }
            )
        )
        if is_down:
            controller.stop()
        try:
            with patch.object(type(server), "_disable_send", return_value=False):
                yield handler.mails
        finally:
            if not is_down:
                controller.stop()
            server.active = False
