"""Have pages drawn by helper processes (`helper.py`), within limits of time and of memory.

Nothing is drawn in this process: what a page holds was typed by somebody. Helpers are started for the first pages,
kept for the next, and end by themselves. One that passes its limits is ended, and its page is refused; one that dies
by itself is replaced, and its page drawn once more.
"""

import contextlib
import hashlib
import logging
import os
import signal
import threading
import time
from multiprocessing.connection import wait
from typing import Any, NamedTuple

from .limits import DrawingError, Limits
from .nursery import Helper, Nursery
from .page import RefusedUrl

_logger = logging.getLogger(__name__)

MAX_HELPERS = 4
# Of this process: more than there are processors, as one may be at a page that never ends.
MIN_HELPERS = 4
# A helper that takes more after its page is replaced by a new one.
KEPT_MEGABYTES = 256
# Of each helper: how often it may end before it began a page.
MAX_FALSE_STARTS = 3
# For how many times its seconds of processor time a page may do nothing, on a machine that has more to do.
WAIT_FACTOR = 4
# For how long a page that passed its limits is refused without being drawn again.
REMEMBERED_SECONDS = 300


def count_processors():
    """Return the number of helpers that are of use here."""
    return min(len(os.sched_getaffinity(0)), MAX_HELPERS) if hasattr(os, "sched_getaffinity") else 1


class Page(NamedTuple):
    """What a helper draws at a time."""

    html: str
    fetcher: Any  # where its pictures come from


class _Pool:
    """The helpers of this process."""

    def __init__(self):
        self._start_anew()

    def _start_anew(self):
        self.condition = threading.Condition()
        self.owner = os.getpid()
        self.nursery = None
        self.idle = []
        self.number = 0
        self.refused = {}  # page -> (why, until when)

    def take(self, number, patience):
        """Return at most `number` helpers, which are the caller's until it gives them back.

        :param float patience: seconds to wait for one when others have them all
        :raise DrawingError: if there is none
        """
        with self.condition:
            most = max(MIN_HELPERS, count_processors())
            if not self.condition.wait_for(lambda: self.idle or self.number < most, patience):
                raise DrawingError("no_helper", "all are busy")
            taken = []
            try:
                while len(taken) < number and (self.idle or self.number < most):
                    taken.append(self._take_one())
            except OSError as error:
                self._log_no_helper(error)
                if not taken:
                    raise DrawingError("no_helper", str(error)) from error
            return taken

    @staticmethod
    def _log_no_helper(error):
        _logger.warning("No helper process to draw reports: %r", error)

    def _take_one(self):
        while self.idle:
            helper = self.idle.pop()
            if helper.is_alive():
                return helper
            self._forget(helper)
        try:
            helper = Helper(self._get_nursery())
        except OSError:
            if self.nursery is None:
                raise
            self.nursery.stop()  # it was ending
            helper = Helper(self._get_nursery())
        self.number += 1
        return helper

    def _get_nursery(self):
        if self.nursery is None or not self.nursery.is_alive():
            if self.nursery is not None:
                self.nursery.stop()
            self.nursery = Nursery()
        return self.nursery

    def prepare(self):
        with self.condition, contextlib.suppress(OSError):  # `take` will tell
            self._get_nursery()

    def replace(self, helper):
        """Return a new helper in the place of one that does no more; and the exit code of the latter."""
        with self.condition:
            status = self._forget(helper)
            try:
                return self._take_one(), status
            except OSError as error:
                self._log_no_helper(error)
                raise DrawingError("no_helper", str(error)) from error

    def give_back(self, helpers):
        """Keep those that are free for the next pages; stop those whose page nobody waits for any more."""
        with self.condition:
            for helper in helpers:
                if helper.task is None and not helper.connection.closed:
                    self.idle.append(helper)
                elif not helper.connection.closed:
                    self._forget(helper)
            self.condition.notify_all()

    def _forget(self, helper):
        self.number -= 1
        self.condition.notify_all()
        return helper.stop()

    def stop(self):
        """End all helpers, those under way included."""
        with self.condition:
            if self.nursery is not None:
                self.nursery.stop()
            self._start_anew()

    def leave_to_parent(self):
        """Forget what a fork of this process inherits: it is its parent's."""
        for helper in self.idle:
            helper.connection.close()
        if self.nursery is not None:
            self.nursery.socket.close()
        self._start_anew()

    # === PAGES THAT ARE TOO MUCH === #

    def remember(self, digest, error):
        """Keep that a page passed its limits, for those who ask for it again and again."""
        with self.condition:
            if len(self.refused) > 100:
                self.refused.clear()
            self.refused[digest] = error, time.monotonic() + REMEMBERED_SECONDS

    def recall(self, digest):
        """Return why a page was refused a moment ago, or nothing."""
        error, until = self.refused.get(digest, (None, 0))
        return error if time.monotonic() < until else None


_pool = _Pool()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _pool.leave_to_parent())


def render_pages(pages, css, paper, pdf_variant=None, apart=False, number=1, limits=None):
    """Yield the PDF files of each of `pages`, in order, as `press.render_weasyprint` returns them.

    :param pages: iterable of `Page`, read while helpers draw those before
    :param int number: how many helper processes at most
    :param Limits limits: what a page may take
    :raise DrawingError: if one cannot be drawn
    """
    limits = limits or Limits()
    helpers = _pool.take(max(number, 1), limits.seconds * WAIT_FACTOR)
    try:
        yield from _Run(helpers, (css, tuple(paper), pdf_variant, apart, tuple(limits))).draw(pages)
    finally:
        _pool.give_back(helpers)


def prepare_helpers():
    """Have helpers get ready, without waiting for them."""
    _pool.prepare()


def stop_helpers():
    """End the helpers of this process; new ones are started for the next page."""
    _pool.stop()


class _Task:
    """A page to draw, and how often it was tried."""

    def __init__(self, index, page, options):
        self.index = index
        self.page = page
        self.message = (page.html, *options)
        self.digest = hashlib.sha256(repr(self.message).encode()).digest()  # a page is made the same each time
        self.tries = 0  # by helpers that began it: one that is given a page may be dead already


class _Run:
    """The drawing of some pages by some helpers."""

    def __init__(self, helpers, options):
        self.helpers = helpers  # the caller's own list, where those that end are replaced
        self.options = options
        self.limits = Limits(*options[-1])
        self.waiting = []  # tasks that no helper has begun
        self.done = {}  # what is drawn, by index
        self.false_starts = 0

    def draw(self, pages):
        """Yield what is drawn of each page, in order."""
        tasks = (_Task(index, page, self.options) for index, page in enumerate(pages))
        next_index = 0
        has_more = True
        while True:
            while next_index in self.done:
                yield self.done.pop(next_index)
                next_index += 1
            self.start_tasks()
            if not has_more and not self.waiting and not any(helper.task for helper in self.helpers):
                return
            # The next page is made while helpers draw, or get ready to.
            if has_more and len(self.waiting) < len(self.helpers):
                self.hear(0)
                task = next(tasks, None)
                has_more = task is not None
                if task:
                    self.waiting.append(task)
            else:
                self.hear(1)

    def start_tasks(self):
        for index, helper in enumerate(self.helpers):
            if self.waiting and helper.pid and helper.task is None:
                self.start(index, self.waiting.pop(0))

    def start(self, index, task):
        if error := _pool.recall(task.digest):
            raise DrawingError(error.reason, error.detail)
        helper = self.helpers[index]
        helper.task, helper.waited, helper.used = task, 0, helper.get_processor_seconds()
        helper.has_begun = False
        with contextlib.suppress(OSError):  # it is no more, which is heard below
            helper.connection.send(task.message)

    def hear(self, seconds):
        """Take what helpers have to say; wait for it, and see that none is silent for too long."""
        heard_by = {helper.connection: index for index, helper in enumerate(self.helpers)}
        started = time.monotonic()
        connections = wait(heard_by, seconds)
        waited = time.monotonic() - started
        for connection in connections:
            self.hear_one(heard_by[connection])
        for index, helper in enumerate(self.helpers):
            if helper.is_expected() and helper.connection not in connections:
                helper.waited += waited
                if helper.has_stopped(self.limits.seconds * WAIT_FACTOR):
                    self.give_up(index, DrawingError("time", "it did nothing for too long"), is_remembered=False)

    def hear_one(self, index):
        """Take a message of a helper: what it has drawn, or what it needs."""
        helper = self.helpers[index]
        try:
            kind, *message = helper.connection.recv()
            if kind == "fetch":
                helper.connection.send(self.fetch(helper.task.page.fetcher, *message))
        except (EOFError, OSError):
            self.take_end(index)
            return
        if kind == "ready":
            helper.pid = message[0]
        elif kind == "begun":
            helper.has_begun = True
            helper.task.tries += 1
        elif kind == "refused":
            helper.task.page.fetcher.log_refusal(*message)
        elif kind == "log":
            logging.getLogger("weasyprint").log(*message)
        elif kind == "failed":
            self.give_up(index, DrawingError(*message))
        elif kind == "done":
            self.finish(index, *message)

    @staticmethod
    def fetch(fetcher, url):
        try:
            return ("fetched", *fetcher.fetch(url))
        except RefusedUrl as error:
            return "refused", str(error)

    def finish(self, index, contents, megabytes):
        helper = self.helpers[index]
        self.done[helper.task.index] = contents
        helper.task = None
        if megabytes > KEPT_MEGABYTES:
            self.helpers[index], _status = _pool.replace(helper)

    def take_end(self, index):
        """Take note that a helper ended: by its limits, or by itself, when its page is tried once more."""
        helper = self.helpers[index]
        task, has_begun = helper.task, helper.task and helper.has_begun
        self.helpers[index], status = _pool.replace(helper)
        if has_begun and status == -signal.SIGXCPU:
            self.refuse(task, DrawingError("time"))
        _logger.warning("A helper process that draws reports ended (%s)", status)
        if has_begun and task.tries > 1:
            self.refuse(task, DrawingError("broken", f"the process that drew it ended ({status})"))
        if task:
            self.waiting.insert(0, task)
        if has_begun:
            return
        self.false_starts += 1
        if self.false_starts > MAX_FALSE_STARTS * len(self.helpers):
            raise DrawingError("no_helper", f"it ended ({status})")

    def give_up(self, index, error, is_remembered=True):
        """End a helper that has done all it will; refuse its page."""
        task = self.helpers[index].task
        self.helpers[index], _status = _pool.replace(self.helpers[index])
        if task is None:
            raise DrawingError("no_helper", "it did not start")
        self.refuse(task, error, is_remembered)

    @staticmethod
    def refuse(task, error, is_remembered=True):
        if is_remembered and error.reason in ("time", "memory"):
            _pool.remember(task.digest, error)
        if error.detail:
            _logger.warning("A report was not drawn: %s", error.detail)
        raise error
