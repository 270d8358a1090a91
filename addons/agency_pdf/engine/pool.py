"""Draw many pages at once, in a few helper processes (`helper.py`), one for each processor.

Helpers are started for the first pages, kept for the next, and end by themselves. What a helper could not draw is
drawn here: without helpers it all takes longer, nothing more.
"""

import itertools
import logging
import os
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path

from .press import RefusedUrl, render_weasyprint

_logger = logging.getLogger(__name__)

HELPER_FILE = Path(__file__).with_name("helper.py")
MAX_HELPERS = 4


def count_processors():
    """Return the number of helpers that are of use here."""
    return min(len(os.sched_getaffinity(0)), MAX_HELPERS) if hasattr(os, "sched_getaffinity") else 1


class Helper:
    """A helper process, and the page it is drawing."""

    def __init__(self):
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(HELPER_FILE), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.connection = Connection(ours.detach())
        self.page = None  # its index and HTML, while it is under way

    def stop(self):
        self.connection.close()
        self.process.kill()
        self.process.wait()


class _Pool:
    """The helpers of this process, those that are drawing left out."""

    def __init__(self):
        self.lock = threading.Lock()
        self.idle = []
        self.number = 0
        self.owner = os.getpid()

    def take(self, number):
        """Return at most `number` helpers, which are the caller's until it gives them back."""
        with self.lock:
            if self.owner != os.getpid():  # a fork: they are the parent's
                self.idle, self.number, self.owner = [], 0, os.getpid()
            taken = []
            while self.idle and len(taken) < number:
                helper = self.idle.pop()
                if helper.process.poll() is None:
                    taken.append(helper)
                else:
                    self._forget(helper)
            while len(taken) < number and self.number < count_processors():
                try:
                    taken.append(Helper())
                except OSError:
                    _logger.warning("No helper process to draw reports", exc_info=True)
                    break
                self.number += 1
            return taken

    def give_back(self, helpers):
        """Keep those that are free for the next pages; stop those whose page nobody waits for any more."""
        with self.lock:
            for helper in helpers:
                if helper.page is None:
                    self.idle.append(helper)
                else:
                    self._forget(helper)

    def _forget(self, helper):
        helper.stop()
        self.number -= 1


_pool = _Pool()


def render_pages(pages, css, fetcher, paper, pdf_variant=None, apart=False, number=None):
    """Yield the PDF files of each of `pages`, in order, as `render_weasyprint` returns them.

    :param pages: iterable of the HTML of each page, read as helpers get free
    :param int number: how many helper processes at most: one for each processor by default, none with 0
    """
    helpers = _pool.take(count_processors() if number is None else number)
    try:
        yield from _Run(helpers, fetcher, (css, paper, pdf_variant, apart)).draw(pages)
    finally:
        _pool.give_back(helpers)


class _Run:
    """The drawing of some pages by some helpers."""

    def __init__(self, helpers, fetcher, options):
        self.helpers = helpers
        self.fetcher = fetcher
        self.options = options
        self.done = {}  # what is drawn, by index

    def draw(self, pages):
        """Yield what is drawn of each page, in order."""
        pages = enumerate(pages)
        for helper, page in zip(self.helpers, pages, strict=False):
            self.start(helper, page)
        next_index = 0
        while True:
            while next_index in self.done:
                yield self.done.pop(next_index)
                next_index += 1
            busy = {helper.connection: helper for helper in self.helpers if helper.page}
            if not busy:
                break
            for connection in wait(busy):
                helper = busy[connection]
                self.hear(helper)
                if helper.page is None:
                    for page in itertools.islice(pages, 1):
                        self.start(helper, page)
        for _index, html in pages:  # no helper is left
            yield self.draw_here(html)

    def draw_here(self, html):
        css, paper, pdf_variant, apart = self.options
        return render_weasyprint(html, css, self.fetcher, paper, pdf_variant, apart)

    def start(self, helper, page):
        helper.page = page
        _index, html = page
        css, paper, *options = self.options
        try:
            helper.connection.send((html, css, tuple(paper), *options))
        except OSError as error:
            self.fail(helper, error)

    def hear(self, helper):
        """Take a message of a helper: what it has drawn, or what it needs."""
        try:
            kind, *message = helper.connection.recv()
            if kind == "fetch":
                helper.connection.send(self.fetch(*message))
        except (EOFError, OSError) as error:
            self.fail(helper, error)
            return
        if kind == "log":
            logging.getLogger("weasyprint").log(*message)
        elif kind == "failed":
            self.fail(helper, *message)
        elif kind == "done":
            index, _html = helper.page
            self.done[index] = message[0]
            helper.page = None

    def fetch(self, url):
        try:
            return ("fetched", *self.fetcher.fetch(url))
        except RefusedUrl as error:
            return "refused", str(error)

    def fail(self, helper, error):
        """Draw here what a helper could not."""
        _logger.warning("A helper process did not draw its report, which is drawn without it: %r", error)
        index, html = helper.page
        helper.page = None
        self.done[index] = self.draw_here(html)
