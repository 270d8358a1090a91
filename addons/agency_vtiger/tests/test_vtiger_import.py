from datetime import date

from ..importer import runner
from ..importer.report import Report
from ..vtiger.settings import Settings
from .common import ACCOUNT, CONTACT, DEAL, QUOTE, SERVICE, VtigerCommon, make_csv


class TestVtigerImport(VtigerCommon):
    def test_account(self):
        self.import_files()
        account = self.find("Accounts", "ACC1")
        self.assertRecordValues(
            account,
            [
                {
                    "name": "Dupont & Fils",
                    "account_type": "client",
                    "is_supplier": True,
                    "city": "Nancy",
                    "is_company": True,
                }
            ],
        )
        self.assertEqual(account.user_id, self.user)
        self.assertEqual(account.create_date.date(), date(2020, 1, 13))
        self.assertIn("Région: Est", account.comment)
        self.assertIn("Industry: Retail", account.comment)
        self.assertIn("Bon client &lt;b&gt;", account.comment)

    def test_contact(self):
        self.import_files()
        contact = self.find("Contacts", "CON1")
        self.assertEqual(contact.parent_id, self.find("Accounts", "ACC1"))
        self.assertEqual((contact.name, contact.phone), ("Marie Martin", "0311"))
        self.assertIn("0611", contact.comment)

    def test_deal(self):
        self.import_files()
        deal = self.find("Potentials", "POT1")
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_offer_sent"))
        self.assertEqual(deal.next_step_id, self.env.ref("agency_crm.next_step_call_back"))
        self.assertEqual(deal.next_step_date, date(2026, 2, 20))
        self.assertEqual(deal.partner_id, self.find("Contacts", "CON1"))

    def test_lost_deal_is_archived_at_its_own_date(self):
        self.import_files(Potentials=[{**DEAL, "Sales Stage": "Closed Lost", "Etape suivante": "---"}])
        deal = self.find("Potentials", "POT1")
        self.assertEqual((deal.active, deal.won_status), (False, "lost"))
        self.assertEqual(deal.date_closed.date(), date(2026, 2, 13))

    def test_step_that_the_stage_refuses_gives_way_and_is_said(self):
        report = self.import_files(Potentials=[{**DEAL, "Etape suivante": "5 - Facture solde"}])
        deal = self.find("Potentials", "POT1")
        self.assertEqual(deal.next_step_id, self.env.ref("agency_crm.next_step_call_back"))
        self.assertIn("5 - Facture solde", deal.description)
        self.assertIn("step_not_allowed", self.codes(report))

    def test_won_deal_with_nothing_left_to_do_leaves_the_pipe(self):
        won = {**DEAL, "Sales Stage": "Closed Won", "Etape suivante": "---", "date étape suivante": ""}
        report = self.import_files(Potentials=[won], Quotes=[], SalesOrder=[], Invoice=[])
        deal = self.find("Potentials", "POT1")
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_final"))
        self.assertFalse(deal.next_step_date)
        self.assertEqual(self.codes(report, "note").count("won_and_done"), 1)

    def test_nothing_is_sent_planned_or_moved(self):
        before = {name: self.env[name].sudo().search_count([]) for name in ("mail.mail", "mail.activity")}
        self.import_files(
            Potentials=[{**DEAL, "Sales Stage": "Analyse du besoin", "Etape suivante": "1 - Chiffrage ST"}],
            Quotes=[{**QUOTE, "Quote Stage": "Accepted"}],
        )
        deal = self.find("Potentials", "POT1")
        self.assertEqual(deal.stage_id, self.env.ref("agency_crm.stage_analysis"))
        self.env.flush_all()
        for name, count in before.items():
            self.assertEqual(self.env[name].sudo().search_count([]), count)
        records = [deal, self.find("Accounts", "ACC1"), self.find("Contacts", "CON1")]
        for record in records:
            self.assertFalse(record.message_ids)

    def test_twice_is_once(self):
        self.import_files()
        report = self.import_files()
        for module in self.files:
            self.assertEqual(self.counts(report, module), {"read": 1, "unchanged": 1}, module)

    def test_dry_run_reports_the_same_and_imports_nothing(self):
        files = {
            "Potentials": [DEAL, {**DEAL, "Opportunity Number": "POT2", "Sales Stage": "Bizarre"}],
            "Contacts": [CONTACT, {**CONTACT, "Contact Id": "CON2"}],
        }
        dry = self.import_files(dry_run=True, **files)
        self.assertFalse(self.env["agency.vtiger.link"].search_count([]))
        real = self.import_files(**files)
        self.assertEqual(dry.counts, real.counts)
        self.assertEqual(dry.issues, real.issues)
        self.assertEqual((dry.sums, dry.totals), (real.sums, real.totals))
        self.assertIn("ambiguous", self.codes(dry))

    def test_later_export_updates_what_changed_there_and_not_here(self):
        self.import_files()
        account = self.find("Accounts", "ACC1")
        account.phone = "0999"
        report = self.import_files(Accounts=[{**ACCOUNT, "Primary Phone": "0777", "Billing City": "Metz"}])
        self.assertEqual((account.phone, account.city), ("0999", "Metz"))
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "updated": 1})
        self.assertIn("kept", self.codes(report))
        self.assertEqual(self.counts(self.import_files(), "Accounts")["read"], 1)

    def test_an_older_export_takes_nothing_back(self):
        new = {**ACCOUNT, "Billing City": "Metz", "Modified Time": "20-01-2026 10:00:00"}
        old = {**ACCOUNT, "Modified Time": "19-01-2026 10:00:00"}
        self.import_files(Accounts=[new])
        report = self.import_files(Accounts=[old])
        account = self.find("Accounts", "ACC1")
        self.assertEqual(account.city, "Metz")
        self.assertIn("older_export", self.codes(report))
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "unchanged": 1})
        self.import_files(Accounts=[{**new, "Billing City": "Toul", "Modified Time": "21-01-2026 10:00:00"}])
        self.assertEqual(account.city, "Toul")

    def test_record_deleted_here_stays_deleted(self):
        self.import_files(Quotes=[], SalesOrder=[], Invoice=[])
        self.find("Potentials", "POT1").unlink()
        report = self.import_files(Quotes=[], SalesOrder=[], Invoice=[])
        self.assertFalse(self.find("Potentials", "POT1").exists())
        self.assertIn("deleted_here", self.codes(report))

    def test_homonyms_are_told_apart_by_the_row(self):
        self.import_files(
            Accounts=[ACCOUNT, {**ACCOUNT, "Organization Number": "ACC2", "Organization Name": "Autre"}],
            Contacts=[CONTACT, {**CONTACT, "Contact Id": "CON2", "Organization Name": "Accounts::::Autre"}],
        )
        self.assertEqual(self.find("Potentials", "POT1").partner_id, self.find("Contacts", "CON1"))

    def test_homonyms_that_nothing_tells_apart_are_listed(self):
        report = self.import_files(Contacts=[CONTACT, {**CONTACT, "Contact Id": "CON2"}])
        self.assertEqual(self.find("Potentials", "POT1").partner_id, self.find("Accounts", "ACC1"))
        issue = next(issue for issue in report.issues if issue.code == "ambiguous")
        self.assertEqual(issue.values["candidates"], "Marie Martin (CON1, CON2)")
        self.assertEqual(issue.column, "Contact Name")

    def test_a_deal_among_three_of_one_name(self):
        deals = [
            {**DEAL, "Opportunity Number": f"POT{number}", "Contact Name": contact}
            for number, contact in enumerate(("", "Contacts::::Marie Martin", ""), start=1)
        ]
        quotes = [QUOTE, {**QUOTE, "Quote Number": "QUO2", "Contact Name": ""}]
        report = self.import_files(Potentials=deals, Quotes=quotes, SalesOrder=[], Invoice=[])
        self.assertEqual(self.find("Quotes", "QUO1").opportunity_id, self.find("Potentials", "POT2"))
        unsure = self.find("Quotes", "QUO2")
        self.assertFalse(unsure.opportunity_id)
        self.assertEqual(unsure.partner_id, self.find("Accounts", "ACC1"))
        (issue,) = [issue for issue in report.issues if issue.code == "ambiguous"]
        self.assertEqual((issue.record, issue.column), ("QUO2", "Opportunity Name"))
        self.assertEqual(issue.values["candidates"], "Refonte (POT1, POT2, POT3)")

    def test_a_file_that_is_cut_is_refused_whole_and_stops_no_other(self):
        contents = [("Accounts.csv", make_csv(ACCOUNT)), ("Contacts.csv", make_csv(CONTACT)[:-5])]
        settings = Settings(date_order="dmy")
        report = runner.run(self.env, runner.read(contents, settings), settings, False, report=Report())
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "created": 1})
        self.assertFalse(self.counts(report, "Contacts"))
        self.assertEqual(
            [(i.code, i.file) for i in report.issues if i.severity == "refused"], [("cut", "Contacts.csv")]
        )

    def test_unknown_login_is_listed_once(self):
        report = self.import_files(Accounts=[{**ACCOUNT, "Assigned To": "parti"}])
        self.assertFalse(self.find("Accounts", "ACC1").user_id)
        self.assertEqual(self.codes(report).count("unknown_user"), 1)

    def test_bad_row_does_not_stop_the_others(self):
        bad = {**DEAL, "Opportunity Number": "POT2", "Sales Stage": "Bizarre"}
        report = self.import_files(Potentials=[bad, DEAL])
        self.assertEqual(self.counts(report, "Potentials"), {"read": 2, "created": 1, "refused": 1})
        issue = next(issue for issue in report.issues if issue.code == "bad_pick")
        self.assertEqual((issue.file, issue.line, issue.column), ("Potentials.csv", 2, "Sales Stage"))

    def test_what_odoo_refuses_is_refused_alone(self):
        settings = Settings(date_order="dmy", columns={"Accounts": {"region": "x_region"}})
        report = self.import_files(settings, Accounts=[ACCOUNT], Contacts=[])
        self.assertEqual(self.counts(report, "Accounts"), {"read": 1, "refused": 1})
        self.assertIn("no_field", self.codes(report))

    def test_unit_of_a_service(self):
        services = [
            {**SERVICE, "Usage Unit": "Days"},
            {**SERVICE, "Service Number": "SER2", "Service Name": "Dépannage", "Usage Unit": "Incidents"},
        ]
        self.import_files(Services=services)
        self.assertEqual(self.find("Services", "SER1").uom_id, self.env.ref("uom.product_uom_day"))
        other = self.find("Services", "SER2")
        self.assertEqual(other.uom_id, self.env.ref("uom.product_uom_unit"))
        self.assertIn("Incidents", other.description)

    def test_formulas_stay_text(self):
        self.import_files(Accounts=[{**ACCOUNT, "Description": "=cmd|' /C calc'!A0"}])
        self.assertIn("=cmd|", self.find("Accounts", "ACC1").comment)
