"""Odoo with the add-ons on its path, as an integrator has it: without the packages that only our tests need."""

import os
import re
import subprocess
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement

from tools.agency import config, testing
from tools.agency.odoo import odoo

# Python then finds none of them: `import` fails, and `find_spec` says so.
SCRIPT = """
import unittest
from importlib.machinery import PathFinder

find_spec = PathFinder.find_spec
PathFinder.find_spec = lambda name, *args: None if name.split(".")[0] in {absent!r} else find_spec(name, *args)
from odoo.tools import config
config.parse_config(["--addons-path", {path!r}])
from odoo.modules import initialize_sys_path
initialize_sys_path()
import odoo.addons.{addon}.tests
from odoo.tests import BaseCase

found = BaseCase.__subclasses__()
for cls in found:  # which grows
    found += cls.__subclasses__()
ours = [cls for cls in found if cls.__module__.startswith("odoo.addons.{addon}.tests.")]
tags = {{cls.__name__: cls.test_tags for cls in ours if unittest.TestLoader().getTestCaseNames(cls)}}
print(*sorted(name for name, each in tags.items() if "post_install" not in each or "at_install" in each))
print("loaded", len(tags))
"""


def read_requirements(name: str) -> set[str]:
    """Return the packages of a file of requirements that this Python takes."""
    lines = (re.sub(r"#.*", "", line).strip() for line in (config.ROOT / name).read_text().splitlines())
    requirements = [Requirement(line) for line in lines if line]
    return {_plain(found.name) for found in requirements if not found.marker or found.marker.evaluate()}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("addon", odoo.manifests())
def test_the_tests_of_an_add_on_load_and_run_once_all_is_installed(addon: str) -> None:
    """Odoo imports them whenever it runs tests: one that cannot be imported, and no registry loads.

    `make test` runs them in databases where all is installed: one tagged at_install would never run.
    """
    source = testing.prepare()
    only_ours = read_requirements("requirements-dev.txt") - read_requirements("requirements.txt")
    absent = {
        package
        for package, distributions in packages_distributions().items()
        if only_ours & {_plain(name) for name in distributions}
    }
    # Nor pypdf, but where it is Odoo's own: Python 3.13 has it for PyPDF2.
    assert {"hypothesis", "facturx"} <= absent
    path = ",".join([*source.addons, str(config.ADDONS)])
    loaded = subprocess.run(
        [str(config.VENV_PYTHON), "-c", SCRIPT.format(absent=absent, path=path, addon=addon)],
        env={**odoo.environment(source), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=os.sep,
        capture_output=True,
        text=True,
    )
    assert not loaded.returncode, loaded.stderr[-1500:]
    at_install, count = loaded.stdout.splitlines()[-2:]
    assert int(count.removeprefix("loaded ")) > 1
    assert not at_install, f"not tagged post_install, -at_install: {at_install}"
