"""An agency of one's own: a database without the sample agency, whose only password opens this machine alone."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tools.agency import config, testing

MAKE = """
from tools.agency import testing
from tools.agency.odoo import database
database.ensure_agency(testing.prepare())
"""
WHO = "SELECT login FROM res_users WHERE active AND NOT share ORDER BY id"
TAX = "SELECT tax_scope FROM account_tax WHERE id IN (SELECT account_sale_tax_id FROM res_company WHERE id = 1)"
KNOWN = "SELECT value FROM ir_config_parameter WHERE key = 'agency_crm.demonstration_passwords'"
# By invitation alone: Odoo's sign-in page would make an account for any stranger.
SIGN_UP = "SELECT value FROM ir_config_parameter WHERE key = 'auth_signup.invitation_scope'"


@pytest.fixture
def name() -> Iterator[str]:
    name = f"own_{os.getpid()}"
    yield name
    testing.drop_database(name)


def make(name: str, sample: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(config.ROOT), "AGENCY_DB": name, "AGENCY_SAMPLE": sample}
    command = [sys.executable, "-c", MAKE]
    return subprocess.run(command, env=environment, cwd=config.ROOT, capture_output=True, text=True)


def test_without_the_sample_there_is_nobody_but_the_administrator(name: str) -> None:
    result = make(name, "no")
    assert not result.returncode, result.stderr
    assert testing.sql(name, WHO) == "admin"
    assert testing.sql(name, "SELECT count(*) FROM crm_lead") == "0"
    assert testing.sql(name, KNOWN) == "admin"
    assert testing.sql(name, SIGN_UP) == "b2b"
    # An agency sells services: their VAT is due when it is paid.
    assert testing.sql(name, TAX) == "service"
    # It is started again without a word about samples.
    assert not make(name, "no").returncode


def test_where_the_sample_is_an_empty_agency_is_refused_in_words(name: str) -> None:
    testing.create_database(name)
    columns = "(module, name, model, res_id)"
    testing.sql(name, f"INSERT INTO ir_model_data {columns} VALUES ('agency_sample', 'company', 'res.company', 1)")
    result = make(name, "no")
    assert "has the sample agency: AGENCY_DB=another_name AGENCY_SAMPLE=no make run" in result.stderr
    assert testing.sql(name, "SELECT count(*) FROM ir_model_data WHERE module = 'agency_sample'") == "1"
    assert not make(name, "yes").returncode
