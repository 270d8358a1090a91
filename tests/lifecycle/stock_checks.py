"""What the add-ons leave as stock Odoo had it."""

from dataclasses import dataclass

from tools.agency import testing

# What Odoo notes by itself, and what describes the program: `parts.py` compares that by name.
NO_FACTS = (
    *("ir_model", "ir_ui_view", "ir_attachment", "ir_cron", "ir_module", "ir_act", "ir_asset"),
    *("bus_", "orm_signaling", "res_device"),
)
# A link is given its token when somebody is told of a record.
NO_FACT = ("write_date", "write_uid", "access_token")
# Taken out of an agency's bank journals and given back, under other numbers.
MADE_AGAIN = {"account_payment_method_line"}
OF_MAKING = {"id", "create_date", "create_uid"}


def rows_of(database: str) -> dict[str, set[str]]:
    """Return the rows of each table that says something, column by column in the order of their names."""
    columns = testing.sql(
        database,
        "SELECT table_name, string_agg(column_name, ',' ORDER BY column_name)"
        " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
        f" WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name NOT IN {NO_FACT} GROUP BY 1",
    )
    rows = {}
    for table, names in (line.split("|") for line in columns.splitlines()):
        if table.startswith(NO_FACTS):
            continue
        kept = [f'"{name}"' for name in names.split(",") if not (table in MADE_AGAIN and name in OF_MAKING)]
        rows[table] = set(testing.sql(database, f'SELECT ROW({", ".join(kept)})::text FROM "{table}"').splitlines())
    return rows


@dataclass
class Stock:
    """A database with the tables `deals_before` and `stages_before`."""

    database: str

    def check_nothing_moved(self, agencies: str) -> None:
        """Check that deals and stages are as Odoo had them: of the companies, these alone are agencies."""
        columns = "stage_id, active, won_status, probability, date_closed, user_id, expected_revenue"
        assert testing.sql(self.database, "SELECT name FROM res_company WHERE is_agency ORDER BY name") == agencies
        assert self.none(f"(SELECT id, {columns} FROM crm_lead EXCEPT SELECT id, {columns} FROM deals_before) d")
        assert self.none("crm_lead WHERE next_step_id IS NOT NULL OR next_step_date IS NOT NULL")
        names = "id, name->>'en_US', sequence, color, fold, is_won"
        assert self.none(f"(SELECT {names} FROM stages_before EXCEPT SELECT {names} FROM crm_stage) s")
        assert self.none("agency_turnover_line t JOIN res_company c ON c.id = t.company_id WHERE NOT c.is_agency")
        ours = "ir_model_data d WHERE d.res_id = a.activity_type_id AND d.model = 'mail.activity.type'"
        assert self.none(f"mail_activity a WHERE EXISTS (SELECT FROM {ours} AND d.module = 'agency_crm')")

    def check_deals(self) -> None:
        """Check every deal after installing: where it was, when it was closed, what it asks for."""
        both = "crm_lead l JOIN deals_before b ON b.id = l.id"
        # Only a quote accepted, or an order or invoice made, before may win a deal now; nothing may lose one.
        assert self.none(
            f"{both} WHERE l.won_status != b.won_status AND NOT (l.won_status = 'won' AND b.won_status = 'pending'"
            " AND (EXISTS (SELECT FROM sale_order o WHERE o.opportunity_id = l.id AND o.state = 'sale')"
            " OR EXISTS (SELECT FROM account_move m WHERE m.opportunity_id = l.id AND m.state = 'posted')))"
        )
        assert self.none(f"{both} WHERE l.active != b.active OR l.user_id IS DISTINCT FROM b.user_id")
        for column in ("date_closed", "probability", "day_close"):
            assert self.none(f"{both} WHERE l.won_status = b.won_status AND l.{column} IS DISTINCT FROM b.{column}")
        for column in ("date_last_stage_update", "date_open", "create_date", "expected_revenue"):
            assert self.none(f"{both} WHERE l.{column} IS DISTINCT FROM b.{column}")
        # A company that is no agency keeps its deals where they are, those that only its people say to be its own too.
        company = "coalesce(l.company_id, (SELECT company_id FROM res_users WHERE id = l.user_id))"
        of_others = f"JOIN res_company c ON c.id = {company} WHERE NOT c.is_agency"
        assert self.none(f"{both} {of_others} AND l.stage_id IS DISTINCT FROM b.stage_id")
        assert self.none(f"crm_lead l {of_others} AND l.next_step_id IS NOT NULL")
        # A team's own stages keep their deals.
        own_stage = "JOIN crm_stage_crm_team_rel t ON t.crm_stage_id = b.stage_id"
        assert self.none(f"{both} {own_stage} WHERE l.stage_id != b.stage_id")
        # Whoever is in the agency's pipe has a step, and a date unless it is out of it.
        asks = "EXISTS (SELECT FROM agency_next_step_crm_stage_rel r WHERE r.crm_stage_id = l.stage_id)"
        assert self.none(f"crm_lead l WHERE l.type = 'opportunity' AND {asks} AND l.next_step_id IS NULL")
        step = "crm_lead l JOIN agency_next_step s ON s.id = l.next_step_id"
        assert self.none(f"{step} WHERE s.is_closing = (l.next_step_date IS NOT NULL)")
        assert self.none("crm_lead WHERE type = 'lead' AND next_step_id IS NOT NULL")

    def none(self, rows: str) -> bool:
        """Return whether there is none of these rows."""
        return testing.sql(self.database, f"SELECT count(*) FROM {rows}") == "0"
