"""A mail server on loopback that delivers nothing: each mail becomes a file to open or to read.

Run in the project's virtual environment: `python -m tools.agency.machine.mailcatcher PORT FOLDER`.
"""

import contextlib
import datetime
import email.policy
import os
import re
import sys
import threading
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any


class MailCatcher:
    """Keeps each mail it receives as an .eml file of a folder."""

    def __init__(self, folder: Path | str, port: int, announce: bool = False) -> None:
        from aiosmtpd.controller import Controller  # only in the virtual environment

        self.folder = Path(folder)
        self.port = port
        self.announce = announce
        self._controller = Controller(self, hostname="127.0.0.1", port=port, data_size_limit=50_000_000)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        """Called by aiosmtpd with a mail; the recipients are kept in a header, Bcc included."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        recipients = ", ".join(envelope.rcpt_tos)
        moment = datetime.datetime.now().strftime("%Y-%m-%d_%H-%M-%S-%f")
        subject = re.sub(r"\W+", "-", str(message["Subject"] or ""))[:60].strip("-")
        path = self.folder / f"{moment}_{subject or 'mail'}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(f"X-Envelope-To: {recipients}\r\n".encode() + envelope.content)
        unfinished.rename(path)
        if self.announce:
            print(f"agency: mail to {recipients}: {path}", file=sys.stderr, flush=True)
        return "250 Message accepted for delivery"

    def files(self) -> list[Path]:
        """The mails' files, oldest first."""
        return sorted(self.folder.glob("*.eml"))

    def messages(self) -> list[EmailMessage]:
        """The mails, oldest first."""
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in self.files()]

    def wait_for(self, count: int, seconds: float = 30) -> list[EmailMessage]:
        """The mails, once `count` of them have come."""
        deadline = time.monotonic() + seconds
        while len(self.files()) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.files())} mails of {count} came in {seconds:g} s ({self.folder})")
            time.sleep(0.1)
        return self.messages()

    def __enter__(self) -> "MailCatcher":
        self.folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()


def main() -> None:
    parent = os.getppid()
    with MailCatcher(sys.argv[2], int(sys.argv[1]), announce=True):
        while os.getppid() == parent:  # ends with the `make run` that started it
            threading.Event().wait(1)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
