"""Guesses: who tries keys that open nothing is made to wait."""

from collections import OrderedDict, deque
from time import monotonic

MOST_TRIES = 20
SECONDS = 60
# So many addresses are remembered, the last ones.
MOST_ADDRESSES = 10_000


class Tries:
    """What was tried in vain, address by address, in this process.

    As Odoo counts wrong passwords: each worker for itself, nothing is written.
    """

    def __init__(self):
        self._moments = OrderedDict()

    def is_over(self, address):
        """Return whether too much was tried from this address in the last minute.

        :param str address: of the network
        """
        moments = self._moments.get(address, deque())
        while moments and moments[0] <= monotonic() - SECONDS:
            moments.popleft()
        return len(moments) >= MOST_TRIES

    def note(self, address):
        """Note that something was tried in vain."""
        self._moments.setdefault(address, deque(maxlen=MOST_TRIES)).append(monotonic())
        self._moments.move_to_end(address)
        while len(self._moments) > MOST_ADDRESSES:
            self._moments.popitem(last=False)

    def forget(self):
        """Forget all."""
        self._moments.clear()
