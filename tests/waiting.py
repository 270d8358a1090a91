"""What takes its time: several processes that notice each other."""

import time
from collections.abc import Callable


def wait_for(
    happened: Callable[[], object],
    not_yet: type[Exception] | tuple[type[Exception], ...] = (),
    seconds: float = 60,
    pause: float = 0.3,
) -> None:
    """Wait until something is true, asking each `pause` seconds.

    `not_yet` is the error that only means that it has not come so far
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            if happened():
                return
        except not_yet:
            pass
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(pause)
