"""Odoo with the add-ons on its path, as an integrator has it: without the packages that only our tests need."""

import os
import re
import subprocess
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement

from tools.setup import config, odoo, testing

# Python then finds none of them: `import` fails, and `find_spec` says so.
SCRIPT = """
from importlib.machinery import PathFinder

find_spec = PathFinder.find_spec
PathFinder.find_spec = lambda name, *args: None if name.split(".")[0] in {absent!r} else find_spec(name, *args)
from odoo.tools import config
config.parse_config(["--addons-path", {path!r}])
from odoo.modules import initialize_sys_path
initialize_sys_path()
import odoo.addons.{addon}.tests
print("loaded")
"""


def read_requirements(name: str) -> set[str]:
    """Return the packages of a file of requirements that this Python takes."""
    lines = (re.sub(r"#.*", "", line).strip() for line in (config.ROOT / name).read_text().splitlines())
    requirements = [Requirement(line) for line in lines if line]
    return {_plain(found.name) for found in requirements if not found.marker or found.marker.evaluate()}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("addon", odoo.manifests())
def test_the_tests_of_an_add_on_load(addon: str) -> None:
    """Odoo imports them whenever it runs tests: one that cannot be imported, and no registry loads."""
    source = testing.prepare()
    only_ours = read_requirements("requirements-dev.txt") - read_requirements("requirements.txt")
    absent = {
        package
        for package, distributions in packages_distributions().items()
        if only_ours & {_plain(name) for name in distributions}
    }
    assert {"hypothesis", "pypdf", "facturx"} <= absent
    path = ",".join([*source.addons, str(config.ADDONS)])
    loaded = subprocess.run(
        [str(config.VENV_PYTHON), "-c", SCRIPT.format(absent=absent, path=path, addon=addon)],
        env={**odoo.environment(source), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=os.sep,
        capture_output=True,
        text=True,
    )
    assert loaded.stdout.splitlines()[-1:] == ["loaded"], loaded.stderr[-1500:]
