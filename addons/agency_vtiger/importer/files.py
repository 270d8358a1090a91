"""Documents of vtiger: files of Documents here, in the folders they were in.

What is no file there but an address becomes a file that opens it. vtiger does not export which records a document
hung on: all go to Documents.
"""

import re

from ..vtiger.labels import normalize
from ..vtiger.storage import TooBigError
from .html import comment_html
from .prepared import Prepared
from .telling import refuse, tell

LINK = "[InternetShortcut]\r\nURL=%s\r\n"


def prepare_file(lookups, record):
    """Prepare a file; one that is not among those given is refused, naming it."""
    values = record.values
    if "agency.document" not in lookups.env:
        refuse(record, "no_documents")
        return Prepared({})
    name, content = _read(lookups, record, values.get("file_name") or values.get("name") or "")
    vals = {
        "name": name,
        "raw": content,
        "folder_id": lookups.get_folder_id(values.get("folder")),
        "description": comment_html(lookups.env, record),
        "active": values.get("active", True),
    }
    return Prepared(vals, values.get("name"))


def prepare_attachments(lookups, record, model, res_id):
    """Return the commands of the files that came with what was said; one that is not given is told, the words come."""
    commands = []
    for name in _split_names(lookups, record.values.get("files") or ""):
        found = find_file(lookups, record, name)
        if isinstance(found, bytes):
            commands.append((0, 0, {"name": name, "raw": found, "res_model": model, "res_id": res_id}))
        else:
            tell(record, found.pop("code"), column=lookups.get_header("files"), **found)
            record.notes.append((lookups.get_header("files"), name))
    return commands


def _split_names(lookups, text):
    """The names of a cell; one that holds a comma itself is one name, where a file is called so."""
    if lookups.storage.find(text.strip()):
        return [text.strip()]
    return [name for name in re.split(r"\s*(?:\|##\||[,;\n])\s*", text) if name]


def _read(lookups, record, file_name):
    """The name and the content of a file."""
    if "://" in file_name:
        return f"{record.values.get('name') or record.key}.url", (LINK % file_name).encode()
    found = find_file(lookups, record, file_name)
    if isinstance(found, bytes):
        return file_name, found
    refuse(record, **found)
    return file_name, b""


def find_file(lookups, record, file_name):
    """The content of a file of this name; else the code and the values of what is to be told.

    Never guessed: a proposal that carries another customer's paper is worse than none.
    """
    moment = record.values.get("created")
    found = lookups.storage.find(file_name, *((moment.year, moment.month) if moment else ()))
    contents = set()
    for stored in found:
        try:
            contents.add(stored.get_content())
        except TooBigError:
            return {"code": "file_too_big", "name": file_name}
    if not contents:
        return {"code": "file_missing", "name": file_name}
    if len(contents) > 1:
        return {"code": "file_unsure", "name": file_name, "files": ", ".join(stored.path for stored in found)}
    return contents.pop()


def find_folder(env, name):
    """The folder of Documents of this name, made when there is none."""
    folders = env["agency.document.folder"]
    bare = normalize(name or "")
    for lang, _name in env["res.lang"].get_installed():
        for folder in folders.with_context(lang=lang).search([("company_id", "in", (False, env.company.id))]):
            if normalize(folder.name) == bare:
                return folder.with_env(env)
    return folders.create({"name": name or env._("From vtiger"), "company_id": env.company.id})
