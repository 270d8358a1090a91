"""The process that helpers are copies of, and a helper as the server sees it."""

import itertools
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from . import wire

HELPER_FILE = Path(__file__).with_name("helper.py")
# What a helper may take to get ready, on a machine that has more to do.
START_SECONDS = 60


class Nursery:
    """The process that helpers are copies of. It is busy until it has read what drawing needs; orders wait."""

    def __init__(self):
        self.lock = threading.Lock()
        self.numbers = itertools.count()
        self.socket, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(HELPER_FILE), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.socket.settimeout(60)

    def start_helper(self):
        """Return the number of a new helper, and the connection to it."""
        ours, theirs = socket.socketpair()
        with theirs, self.lock:
            number = next(self.numbers)
            wire.send(self.socket, wire.START, number, theirs.fileno())
        return number, Connection(ours.detach())

    def end_helper(self, number):
        """End a helper; return its exit code, negative for a signal, or None when nobody knows."""
        try:
            with self.lock:
                wire.send(self.socket, wire.END, number)
                answer = wire.receive(self.socket)
        except OSError:
            answer = None
        return answer[1] if answer else None

    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        self.socket.close()
        self.process.kill()
        self.process.wait()


class Helper:
    """A helper process, and the page it is drawing."""

    def __init__(self, nursery):
        self.nursery = nursery
        self.number, self.connection = nursery.start_helper()
        self.pid = None  # known when it is ready
        self.task = None
        self.has_begun = False  # its task: what it is given, it may be too dead to read
        self.waited = 0  # seconds without a word from it, of its page
        self.used = 0  # seconds of processor time when it was looked at

    def is_alive(self):
        """Say whether an idle helper is still there: all it may have to say is that it is ready."""
        try:
            while self.connection.poll():
                kind, *message = self.connection.recv()
                if kind != "ready":
                    return False
                self.pid = message[0]
        except (EOFError, OSError):
            return False
        return self.nursery.is_alive()

    def is_expected(self):
        """Say whether somebody waits for it."""
        return self.pid is None or self.task is not None

    def has_stopped(self, patience):
        """Say whether it has neither said nor done anything for so many seconds: a busy machine may be slow."""
        if self.pid is None:
            return self.waited > max(patience, START_SECONDS)
        if self.waited <= patience:
            return False
        before, self.used = self.used, self.get_processor_seconds()
        self.waited = 0
        return self.used <= before

    def get_processor_seconds(self):
        try:
            times = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0
        return times.user + times.system

    def stop(self):
        """End it; return its exit code, see `Nursery.end_helper`."""
        self.connection.close()
        return self.nursery.end_helper(self.number)
