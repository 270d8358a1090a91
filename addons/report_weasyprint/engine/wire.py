"""What the server and the process that makes helpers say to each other: an order, a number, a socket or none.

Nothing of Odoo here: that process runs this file as it is.
"""

import contextlib
import os
import socket
import struct

START = b"s"  # start helper `number`, which speaks through the socket that comes along
END = b"e"  # end helper `number`
ENDED = b"d"  # the answer: its exit code
MESSAGE = struct.Struct("!ci")


def send(connection, order, number, descriptor=None):
    message = MESSAGE.pack(order, number)
    if descriptor is None:
        connection.sendall(message)
    else:
        socket.send_fds(connection, [message], [descriptor])


def receive(connection):
    """Return an order, a number and a file descriptor or None; nothing when the other is no more."""
    data, descriptors, _flags, _address = socket.recv_fds(connection, MESSAGE.size, 1)
    if len(data) < MESSAGE.size:
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                os.close(descriptor)
        return None
    return (*MESSAGE.unpack(data), descriptors[0] if descriptors else None)
