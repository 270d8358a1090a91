"""`make stop`: stop the PostgreSQL server that `make run` leaves on."""

from tools.agency.machine import postgres


def main(_arguments: list[str]) -> int:
    postgres.stop()
    return 0
