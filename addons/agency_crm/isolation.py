"""One record that fails stops no other: what each scheduled action of the add-ons does its work in."""

import logging
from contextlib import contextmanager

import psycopg2

_logger = logging.getLogger(__name__)


@contextmanager
def set_apart(env, what):
    """Do what is inside alone: when it fails it is undone and logged, and the caller goes on.

    A database that is lost, or busy with another transaction, is nobody's fault: that stops the caller, whom the
    scheduler calls again.

    :param str what: what is being done, for the log
    :return: a list to look at afterwards: the error, when there was one
    :rtype: list
    """
    errors = []
    try:
        with env.cr.savepoint():
            yield errors
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        raise
    except Exception as error:
        errors.append(error)
        _logger.exception("Set apart, the others go on: %s", what)
