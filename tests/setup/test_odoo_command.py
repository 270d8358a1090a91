"""`bin/odoo` as people and scripts use it."""

import os
import subprocess

from tools.agency import config, testing

DATABASE = f"test_bin_odoo_{os.getpid()}"


def odoo(*arguments: str, script: str = "") -> str:
    command = testing.odoo_command(*arguments)
    return subprocess.run(command, input=script, capture_output=True, text=True, check=True, timeout=120).stdout


def test_shell_prints_only_what_the_script_prints() -> None:
    testing.create_database(DATABASE)
    try:
        assert odoo("shell", "-d", DATABASE, script="print(env.user.login)") == "__system__\n"
    finally:
        testing.drop_database(DATABASE)


def test_sub_commands_get_the_project_configuration() -> None:
    assert str(config.ADDONS) in odoo("server", "--help") or odoo("--version").startswith("Odoo Server 19.0")
    assert "usage" in odoo("db", "--help").lower()


def test_template_is_french_and_complete() -> None:
    testing.create_database(DATABASE, with_addons=False)
    try:
        company = testing.odoo_shell(DATABASE, "c = env.company; print(c.chart_template, c.currency_id.name)")
        assert company == "fr EUR\n"
        assert testing.sql(DATABASE, "SELECT DISTINCT lang FROM res_partner") == "fr_FR"
        admin = testing.odoo_shell(DATABASE, "u = env.ref('base.user_admin'); print(u.lang, u.tz)")
        assert admin == "fr_FR Europe/Paris\n"
    finally:
        testing.drop_database(DATABASE)
