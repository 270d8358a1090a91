"""What each part of the sample stands on: the files it reads, the records it makes, their days."""

import contextlib
import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from odoo import fields

XMLID_MODULE = "agency_sample"
MARK = f"{XMLID_MODULE}.company"
IMPORTER = "agency_vtiger"
# The day the files of `data/vtiger/` were exported; like those of the sample, their days follow that of loading.
EXPORTED_ON = date(2026, 1, 5)
TAXES = {"usual": "tva_normale_encaissement", "reduced": "tva_reduite", "exempt": "tva_sale_service_0"}
PAYMENT_METHODS = {"deposit": "percentage", "partial": "percentage"}
DOCUMENT_DATES = {
    "sale_order": ("create_date", "date_order"),
    "account_move": ("create_date",),
    "crm_lead": ("create_date", "date_open"),
    "res_partner": ("create_date",),
    "agency_price_request": ("create_date",),
}

Row = dict[str, str]


class Base:
    """The sample agency, loaded step by step; `self.refs` finds a record by its name in the files."""

    def __init__(self, env, folder: Path) -> None:
        self.env = env(
            context={
                **env.context,
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "mail_auto_subscribe_no_notify": True,
                "mail_create_nosubscribe": True,
                "mail_notify_force_send": False,
                "mail_activity_quick_update": True,
            }
        )
        self.folder = folder
        self.today: date = fields.Date.context_today(self.env.user)
        self.company = self.env.company
        self.refs: dict[tuple[str, str], object] = {}
        self.moved: dict[str, object] = {}
        self.users: dict[str, object] = {}
        self.history: list[tuple[int, int, str, Callable[[], None]]] = []
        self.step_date_fields = self.env["ir.model.fields"].search([("name", "=", "next_step_date")])

    def rows(self, name: str) -> list[Row]:
        """Return the rows of `sample/<name>.csv`."""
        with (self.folder / "sample" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows_by(self, name: str, key: str) -> dict[str, list[Row]]:
        """Return the rows of a file, grouped by one of their columns."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows(name):
            groups.setdefault(row[key], []).append(row)
        return groups

    def day(self, offset: str | int) -> date:
        """Return the day `offset` days from today; a past week-end's day falls on its Friday,
        a coming one's on its Monday."""
        day = self.today + timedelta(days=int(offset))
        if day != self.today:
            while day.weekday() > 4:
                day += timedelta(days=1 if int(offset) > 0 else -1)
        return day

    def working_days(self, offset: str, count: int) -> list[date]:
        """Return so many days of work that follow each other, from the day `offset` on; in the past, from before."""
        day = self.day(offset)
        while not self.company._is_working_day(day):
            day += timedelta(days=1 if int(offset) > 0 else -1)
        days = [day]
        while len(days) < count:
            day += timedelta(days=1)
            if self.company._is_working_day(day):
                days.append(day)
        return days

    def moment(self, offset: str | int, ref: str) -> datetime:
        """Return an hour of work (UTC) on the day `offset`, always the same for one `ref`."""
        minutes = sum(map(ord, ref)) * 7 % 480
        moment = datetime.combine(self.day(offset), datetime.min.time())
        return min(moment + timedelta(hours=7, minutes=minutes), datetime.now().replace(microsecond=0))

    def get(self, model: str, ref: str):
        """Return the record `ref` of the files, as the user in charge of nothing: the loader."""
        return self.refs[model, ref] if ref else self.env[model]

    def user(self, login: str):
        return self.users[login]

    def create(self, model: str, values: list[tuple[str, str, dict]]) -> None:
        """Create records from `(ref, login, values)`: one batch for each user in charge."""
        batches: dict[str, list[tuple[str, dict]]] = {}
        for ref, login, vals in values:
            batches.setdefault(login, []).append((ref, vals))
        for login, batch in batches.items():
            records = self.env[model]
            if login:
                records = records.with_user(self.user(login))
            for (ref, _vals), record in zip(batch, records.create([v for _r, v in batch]), strict=True):
                self.refs[model, ref] = self.env[model].browse(record.id)

    def name(self, records: Iterable[tuple[str, object]]) -> None:
        """Give records the external ids by which the files, tests and people find them again."""
        self.env["ir.model.data"].create(
            [
                {
                    "module": XMLID_MODULE,
                    "name": ref if record._name != "res.users" else f"user_{ref}",
                    "model": record._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for ref, record in records
            ]
        )

    @contextlib.contextmanager
    def happened(self, moment: datetime) -> Iterator[None]:
        """Date the chatter written in the block at `moment` instead of now.

        What it says of next step dates is left out: they were counted from today.
        """
        cr = self.env.cr
        cr.flush()  # the chatter writes what it tracked only then
        cr.execute("SELECT COALESCE(MAX(id), 0) FROM mail_message")
        (last,) = cr.fetchone()
        yield
        cr.flush()
        cr.execute(
            """
            WITH dates AS (
                DELETE FROM mail_tracking_value
                 WHERE mail_message_id > %s AND field_id IN %s
             RETURNING id, mail_message_id)
            DELETE FROM mail_message
             WHERE id IN (SELECT mail_message_id FROM dates)
               AND COALESCE(body, '') = ''
               AND NOT EXISTS (SELECT FROM mail_tracking_value AS other
                                WHERE other.mail_message_id = mail_message.id
                                  AND other.id NOT IN (SELECT id FROM dates))
            """,
            [last, tuple(self.step_date_fields.ids)],
        )
        cr.execute("UPDATE mail_message SET date = %s, create_date = %s WHERE id > %s", [moment, moment, last])
        self.env["mail.message"].invalidate_model()

    def set_back(self, record, moment: datetime, *columns: str) -> None:
        """Set the dates that Odoo gives by itself, of a record, to `moment`."""
        columns = columns or DOCUMENT_DATES[record._table]
        self.env.flush_all()
        assignments = ", ".join(f"{column} = %s" for column in columns)
        self.env.cr.execute(
            f"UPDATE {record._table} SET {assignments} WHERE id IN %s",
            [*[moment] * len(columns), tuple(record.ids)],
        )
        record.invalidate_recordset(columns)
