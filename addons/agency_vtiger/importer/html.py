"""Texts of vtiger as HTML: as they were typed, nothing of them taken for a tag."""

from markupsafe import Markup, escape


def lines_html(text):
    """Return a text with its lines."""
    return Markup("<br/>").join(escape(line) for line in (text or "").splitlines())


def paragraphs_html(*texts):
    """Return texts with a line between them; False when there is none."""
    return Markup("<br/><br/>").join(filter(None, map(lines_html, texts))) or False


def notes_html(env, record):
    """Return what no field of a record takes, a line each."""
    if record.values.get("opt_out"):
        record.notes.append((env._("E-mail refused"), env._("yes")))
    return Markup("<br/>").join(Markup("%s: %s") % (name, lines_html(value)) for name, value in record.notes)


def comment_html(env, record):
    """Return the description of a record with what no field takes; False when there is neither."""
    parts = [lines_html(record.values.get("description")), notes_html(env, record)]
    return Markup("<br/>").join(filter(None, parts)) or False


def note_html(env, record):
    """Return the note of a document: what no field takes, and where it comes from; None when there is nothing."""
    html = notes_html(env, record)
    return Markup("%s<br/>%s") % (env._("From vtiger:"), html) if html else None
