"""Opportunities of vtiger: deals, at their stage with their next step."""

from datetime import datetime, time
from decimal import Decimal

from odoo import fields

from ..vtiger.mapping import read_step
from .html import comment_html
from .prepared import Prepared
from .telling import tell


def prepare_deal(lookups, record):
    """Prepare a deal; what vtiger left at a stage and step that are none here is told."""
    values = record.values
    account = lookups.resolver.find(record, "account")
    contact = lookups.resolver.find(record, "contact", account=account)
    stage = lookups.env["crm.stage"]._get_phase_stage(values["stage"])
    stage = _find_final_stage(lookups, record, stage)
    step, step_date = _find_step(lookups, record, stage)
    vals = {
        "name": values.get("name"),
        "type": "opportunity",
        "partner_id": contact or account,
        "user_id": lookups.get_owner_id(record),
        "stage_id": stage.id,
        "expected_revenue": values.get("amount", Decimal(0)),
        "date_deadline": values.get("close_date") or False,
        "next_step_id": step.id,
        "next_step_date": step_date,
        "description": comment_html(lookups.env, record),
        # Found by it when the importer is gone.
        "former_number": record.key,
        **_prepare_outcome(values, stage),
    }
    return Prepared(vals, values.get("name"), {"account": account, "contact": contact})


def _prepare_outcome(values, stage):
    """How likely a deal is, or when it ended."""
    vals, is_lost = {}, values["stage"] == "lost"
    if is_lost:
        vals = {"active": False, "probability": 0, "automated_probability": 0}
    elif not stage.is_won and values.get("probability") is not None:
        # Odoo's own as well, so that it goes on by itself when the deal moves.
        likely = min(max(values["probability"], Decimal(0)), Decimal(100))
        vals = {"probability": likely, "automated_probability": likely}
    if is_lost or stage.is_won:
        close, now = values.get("close_date"), fields.Datetime.now()
        done = values.get("modified") or (close and datetime.combine(close, time(12)))
        vals["date_closed"] = min(done or now, now)
    return vals


def _find_final_stage(lookups, record, stage):
    """The stage of a deal that is won and has nothing left to do: vtiger leaves it at « Closed Won » for ever."""
    text = record.values.get("step") or record.values.get("step_text")
    name = read_step(text, lookups.settings) if text else None
    steps = lookups.env["agency.next.step"]
    if name != "none" or not stage.is_won or steps._get_step("none") in stage._get_next_steps():
        return stage
    final = lookups.env["crm.stage"]._get_phase_stage("final")
    tell(record, "won_and_done", "note", step=text, stage=final.name)
    return final


def _find_step(lookups, record, stage):
    """The next step of a deal and its date; a step that the stage does not allow gives way to its first."""
    env, values = lookups.env, record.values
    steps = env["agency.next.step"]
    text = values.get("step") or values.get("step_text")
    name = read_step(text, lookups.settings) if text else None
    step = steps._get_step(name) if name else steps
    if text and not name and values.get("stage") != "lost":
        # Never guessed: the deal waits for a person to say which.
        tell(record, "unknown_step", value=text)
        record.notes.append((env._("Next step"), text))
        _note_step_date(env, record)
        return steps, False
    allowed = stage._get_next_steps()
    if allowed and step not in allowed:
        if step:
            tell(record, "step_not_allowed", "note", step=step.name, stage=stage.name, new=allowed[0].name)
            record.notes.append((env._("Next step"), text))
        step = allowed[0]
    if not step or step.is_closing:
        _note_step_date(env, record)
        return step, False
    return step, values.get("step_date") or _propose_step_date(lookups, record)


def _note_step_date(env, record):
    if day := record.values.get("step_date"):
        record.notes.append((env._("Next step date"), day.isoformat()))


def _propose_step_date(lookups, record):
    values = record.values
    created = values.get("modified") or values.get("created")
    day = values.get("close_date") or (created.date() if created else lookups.today)
    tell(record, "step_date_missing", "note", date=day.isoformat())
    return day
