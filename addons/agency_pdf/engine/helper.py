"""A process that draws pages for `pool`: `python helper.py FD`, where FD is its end of a pair of sockets.

It reads no file, no database and no address: what a page names, it asks for. It ends with its parent, or when it had
nothing to do for a while.
"""

import contextlib
import logging
import resource
import signal
import sys
import traceback
from multiprocessing.connection import Connection

import press

IDLE_SECONDS = 300
JOB_PROCESSOR_SECONDS = 300  # a page that takes more never ends


class Fetcher:
    def __init__(self, connection):
        self.connection = connection

    def fetch(self, url):
        self.connection.send(("fetch", url))
        kind, *answer = self.connection.recv()
        if kind == "refused":
            raise press.RefusedUrl(*answer)
        return answer


class LogHandler(logging.Handler):
    """Hand what WeasyPrint says to the server's log."""

    def __init__(self, connection):
        super().__init__(logging.WARNING)
        self.connection = connection

    def emit(self, record):
        self.connection.send(("log", record.levelno, record.getMessage()))


def limit_processor_time():
    """Grant the coming job its share, whatever was used before."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime) + JOB_PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def main(connection):
    """Draw pages until the parent has no more, or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    logging.getLogger("weasyprint").addHandler(LogHandler(connection))
    with contextlib.suppress(EOFError, OSError):  # the parent is no more
        while connection.poll(IDLE_SECONDS):
            html, css, paper, *options = connection.recv()
            limit_processor_time()
            try:
                contents = press.render_weasyprint(html, css, Fetcher(connection), press.Paper(*paper), *options)
            except Exception:
                connection.send(("failed", traceback.format_exc()))
            else:
                connection.send(("done", contents))


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
