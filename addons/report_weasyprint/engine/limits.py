"""What the drawing of a page may take, of time and of memory.

Nothing of Odoo here: helper processes run this file as it is, and set these limits on themselves. For a program that
knows nothing of it: `python limits.py SECONDS MEGABYTES PROGRAM ARGUMENTS`.
"""

import contextlib
import math
import mmap
import os
import sys
from pathlib import Path
from typing import NamedTuple

try:
    import resource
except ImportError:  # Windows, where nothing here is called
    resource = None

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """What one page may take."""

    seconds: int = 30  # of processor time
    megabytes: int = 768  # above what the process takes before


class DrawingError(Exception):
    """A page that could not be drawn.

    `reason` is 'time' or 'memory' when it took more than its limits, 'broken' when the process that drew it died or
    failed, 'no_helper' when there was none.
    """

    def __init__(self, reason, detail=""):
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def limit_process(limits):
    """Grant this process what its coming page may take, whatever it took before."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # In whole seconds: the page has all of its own, and at most one more.
    _set_soft_limit(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime) + limits.seconds)
    with contextlib.suppress(OSError):  # only Linux says it
        _set_soft_limit(resource.RLIMIT_AS, _read_pages()[0] * mmap.PAGESIZE + limits.megabytes * MEGABYTE)


def forget_limits():
    """Take back the limits that another process handed down to this one; leave no core when one is passed."""
    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        _soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (hard, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def get_resident_megabytes():
    """Return the memory that this process takes, 0 where the system does not say."""
    try:
        return _read_pages()[1] * mmap.PAGESIZE // MEGABYTE
    except OSError:
        return 0


def _read_pages():
    """Return the pages of memory that this process has asked for, and those it takes."""
    return [int(number) for number in Path("/proc/self/statm").read_text().split()[:2]]


def _set_soft_limit(kind, soft):
    _soft, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def main(seconds, megabytes, program, *arguments):
    """Become a program that has these limits."""
    forget_limits()
    _set_soft_limit(resource.RLIMIT_CPU, int(seconds))
    _set_soft_limit(resource.RLIMIT_DATA, int(megabytes) * MEGABYTE)
    os.execv(program, [program, *arguments])  # noqa: S606 - that is what it is for


if __name__ == "__main__":
    main(*sys.argv[1:])
