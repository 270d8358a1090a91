"""The processes that draw pages for `pool`: `python helper.py FD`, where FD is its end of a pair of sockets.

That process draws nothing: it has all that drawing needs in memory, and each helper is a copy of it (a fork), there in
a few milliseconds. A helper reads no file, no database and no address: what a page names, it asks for. All end with
their parent, and a helper when it had nothing to do for a while.
"""

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import traceback
import types
from multiprocessing.connection import Connection
from pathlib import Path

# The modules of the engine that have nothing of Odoo, as the package they are part of.
_engine = sys.modules["engine"] = types.ModuleType("engine")
_engine.__path__ = [str(Path(__file__).parent)]

from engine import limits, page, press, resources, shortcuts, wire  # noqa: E402 - of the package above

IDLE_SECONDS = 300
# What pages leave behind is cleared when no next one comes so soon, or it takes so much.
LULL_SECONDS = 0.01
CLEARED_MEGABYTES = 160
WARM_UP_PAGE = "<html><body><p>A</p><div class='footer'><b>1</b></div></body></html>"


class Fetcher:
    """Ask the server for what a page names, but for what the page brings along."""

    def __init__(self, connection):
        self.connection = connection

    def fetch(self, url):
        if url.startswith("data:"):
            return self.read_data_uri(url)
        self.connection.send(("fetch", url))
        kind, *answer = self.connection.recv()
        if kind == "refused":
            raise page.RefusedUrl(*answer)
        return answer

    def read_data_uri(self, url):
        try:
            return resources.read_data_uri(url)
        except page.RefusedUrl as error:
            self.connection.send(("refused", url[:200], str(error)))
            raise


class LogHandler(logging.Handler):
    """Hand what WeasyPrint says to the server's log."""

    def __init__(self, connection):
        super().__init__(logging.WARNING)
        self.connection = connection

    def emit(self, record):
        self.connection.send(("log", record.levelno, record.getMessage()))


def draw_pages(connection):
    """Draw pages until the parent has no more, or is no more."""
    logging.getLogger("weasyprint").addHandler(LogHandler(connection))
    connection.send(("ready", os.getpid()))
    gc.disable()  # nobody waits while it is cleared, see below
    with contextlib.suppress(EOFError, OSError):  # the parent is no more
        while connection.poll(IDLE_SECONDS):
            html, css, paper, pdf_variant, apart, page_limits = connection.recv()
            connection.send(("begun",))
            limits.limit_process(limits.Limits(*page_limits))
            connection.send(draw_page(html, css, Fetcher(connection), page.Paper(*paper), pdf_variant, apart))
            if limits.get_resident_megabytes() > CLEARED_MEGABYTES or not connection.poll(LULL_SECONDS):
                gc.collect()


def draw_page(*arguments):
    """Return the message that says what came of a page."""
    try:
        contents = press.render_weasyprint(*arguments)
        return "done", contents, limits.get_resident_megabytes()
    except MemoryError:
        return "failed", "memory", ""
    except RecursionError:
        return "failed", "memory", "elements within elements, too deep"
    except Exception:
        return "failed", "broken", traceback.format_exc()


def start_helpers(server):
    """Make helpers, and tell how they ended, as the server asks."""
    children = {}
    while message := wire.receive(server):
        order, number, descriptor = message
        if order == wire.START:
            child = os.fork()
            if not child:
                server.close()
                with Connection(descriptor) as connection:
                    draw_pages(connection)
                os._exit(0)
            os.close(descriptor)
            children[number] = child
        else:
            wire.send(server, wire.ENDED, end_helper(children.pop(number)))


def end_helper(child):
    """End a helper, if it did not by itself; return its exit code, which is negative for a signal."""
    os.kill(child, signal.SIGKILL)  # at worst one that nobody has waited for yet
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class NoFetcher:
    def fetch(self, url):
        raise page.RefusedUrl(url)


def main(descriptor):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    limits.forget_limits()
    shortcuts.install()
    press.render_weasyprint(WARM_UP_PAGE, "", NoFetcher(), page.Paper(210, 297, 20, 20, 20, 20))
    gc.collect()
    gc.freeze()  # else helpers would each get a copy of what they share
    with socket.socket(fileno=descriptor) as server, contextlib.suppress(OSError):
        start_helpers(server)


if __name__ == "__main__":
    main(int(sys.argv[1]))
