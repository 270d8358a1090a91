"""Rows become records: modules, languages, dates, picklists, totals."""

from decimal import Decimal

import pytest
from exports import in_french, needs_real, read_real, write_6, write_7, write_8
from vtiger.columns import DOCUMENTS, MODULES, REQUIRED
from vtiger.dates import find_orders, parse_date, parse_moment
from vtiger.mapping import find_date_orders, read_number, read_records, read_step, recognize
from vtiger.model import Record
from vtiger.problems import FileProblem, Issue
from vtiger.reader import open_csv
from vtiger.settings import Settings
from vtiger.totals import Item, Sums, make_lines, odoo_total, rounding_line

COUNTS = {
    "Accounts": 40,
    "Contacts": 60,
    "Services": 20,
    "Potentials": 50,
    "Quotes": 62,
    "SalesOrder": 25,
    "Invoice": 31,
}
TOTALS = {"Quotes": "644616.749125", "Invoice": "310776.7954", "SalesOrder": "37730.7306"}


def records(module, rows, write=write_8, settings=None):
    settings = settings or Settings()
    source = recognize(open_csv(f"{module}.csv", write(rows)), settings)
    assert source.module == module
    (order, *_more) = find_date_orders([source]) or ["dmy"]
    return list(read_records(source, settings, order))


@needs_real
@pytest.mark.parametrize("french", [False, True])
@pytest.mark.parametrize("write", [write_6, write_7, write_8])
@pytest.mark.parametrize("module", MODULES)
def test_the_real_export_in_each_syntax_and_language(module, write, french):
    rows = read_real(module)
    got = records(module, in_french(module, rows) if french else rows, write)
    assert len(got) == COUNTS[module]
    assert not [issue for record in got for issue in record.issues]
    if module in DOCUMENTS:
        assert sum(record.total for record in got) == Decimal(TOTALS[module])
        assert not [cause for record in got for cause, _amount in record.causes if cause == "unexplained"]
        for record in got:
            line = rounding_line(record.lines, record.total, by_line=True)
            assert odoo_total([*record.lines, *filter(None, [line])], True) == round(record.total, 2)


@needs_real
def test_the_language_is_recognized():
    for module in set(MODULES) - {"Services"}:
        rows = read_real(module)
        assert recognize(open_csv("a", write_8(rows))).language == "en"
        assert recognize(open_csv("a", write_8(in_french(module, rows)))).language == "fr"


@needs_real
def test_both_french_echeances_of_an_order():
    rows = in_french("SalesOrder", read_real("SalesOrder"))
    (order,) = [record for record in records("SalesOrder", rows) if record.key == "SO1"]
    assert order.values["due_date"].isoformat() == "2026-05-01"
    assert order.values["payment_duration"] == "Net 30 days"
    assert order.values["frequency"] == "annual"


def test_a_file_of_no_module_is_refused():
    with pytest.raises(FileProblem) as caught:
        recognize(open_csv("a.csv", b"a,b\n1,2\n"))
    assert caught.value.code == "unknown_module"


@pytest.mark.parametrize("number", ["Contract No", "Contrat N°", "Numéro de contrat"])
def test_contracts_are_not_taken_for_events(number):
    """They have a subject, a type, a start and an end, as events have."""
    headers = ["Subject", "Type", "Start Date", "Due date", "Status", "Priority", "Related to", "Assigned To", number]
    with pytest.raises(FileProblem) as caught:
        recognize(open_csv("a.csv", write_8([headers, ["Maintenance", "Support", *[""] * 6, "SERCON1"]])))
    assert caught.value.code == "unknown_module"
    assert recognize(open_csv("a.csv", write_8([headers[:-1], ["Appel", "Call", *[""] * 6]]))).module == "Calendar"


def test_the_order_of_dates_is_found_or_asked_for():
    assert find_orders(["13-02-2026", "01-02-2026"]) == ["dmy"]
    assert find_orders(["02-13-2026", "01-02-2026"]) == ["mdy"]
    assert find_orders(["2026-02-01 10:00:00"]) == ["ymd"]
    assert find_orders(["01-02-2026", ""]) == ["dmy", "mdy"]
    assert find_orders(["", "soon"]) == []
    assert parse_date("31-02-2026", "dmy") is None
    assert parse_moment("14-07-2026 16:55:00", "dmy", "Europe/Paris").isoformat() == "2026-07-14T14:55:00"


def test_dates_of_two_orders_in_one_file_are_asked_for_and_those_of_the_other_said():
    deals = [["Opportunity Number", "Opportunity Name", "Sales Stage", "Expected Close Date"]]
    deals += [["P1", "A", "Closed Won", "25-02-2026"], ["P2", "B", "Closed Won", "02-25-2026"]]
    source = recognize(open_csv("a.csv", write_8(deals)))
    assert find_date_orders([source]) == ["dmy", "mdy"]
    first, second = read_records(source, Settings(), "dmy")
    assert first.values["close_date"].isoformat() == "2026-02-25"
    assert [(issue.code, issue.severity, issue.values["value"]) for issue in second.issues] == [
        ("bad_date", "warning", "02-25-2026")
    ]


def test_each_file_has_its_own_order_of_dates_when_it_tells():
    deals = [["Opportunity Number", "Opportunity Name", "Sales Stage", "Expected Close Date"]]
    source = recognize(open_csv("a.csv", write_8([*deals, ["P1", "A", "Closed Won", "25/02/26"]])))
    (deal,) = read_records(source, Settings(), "ymd")
    assert deal.values["close_date"].isoformat() == "2026-02-25"


def test_dates_of_spreadsheets():
    assert parse_date("13/02/26", "dmy").isoformat() == "2026-02-13"
    assert parse_date("13.02.1960", "dmy").isoformat() == "1960-02-13"
    assert parse_date("01/02/60", "dmy").isoformat() == "1960-02-01"
    assert parse_date("2026-02-13T10:00", "dmy").isoformat() == "2026-02-13"
    assert find_orders(["13/02/26", "01/02/26"]) == ["dmy"]
    assert parse_moment("14/07/2026 16:55", "dmy", "Europe/Paris").isoformat() == "2026-07-14T14:55:00"


def test_numbers_of_spreadsheets():
    for text, number in (("1.234,50 €", "1234.50"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"),
                         ("-12,5", "-12.5"),
                         ("(120.00)", "-120.00"), ("\u2212 3", "-3"), ("1 234 567,8", "1234567.8"),
                         ("20,000", "20.000"),
                         ("1'234.5", "1234.5"), ("7 %", "7"), ("\u2013 12,50 €", "-12.50"),
                         ("€ 3", "3"), ("1 200,00 € HT", "1200"), ("10 eur", "10"),
                         ("1440.14642499999998", "1440.14642499999998")):  # fmt: skip
        assert read_number(text) == Decimal(number), text
    assert read_number("20,000", "thousands") == Decimal(20000)
    assert not isinstance(read_number("20,000", ""), Decimal)


def test_a_lone_comma_is_what_the_other_numbers_of_the_file_tell():
    rows = [["Service Number", "Service Name", "Price"], ["S1", "A", "1,234"]]
    (unsure,) = records("Services", rows)
    assert [issue.code for issue in unsure.issues] == ["bad_number"]
    first, _second = records("Services", [*rows, ["S2", "B", "2,345.50"]])
    assert first.values["price"] == 1234
    first, _second = records("Services", [*rows, ["S2", "B", "2,5"]])
    assert first.values["price"] == Decimal("1.234")


def test_trimmed_empty_cells_are_given_back_and_a_broken_row_is_not_taken_for_one():
    head = b"Organization Number,Organization Name,Type,Fax\n"
    source = recognize(open_csv("a.csv", head + b"ACC1,Dupont\nACC2,Martin,Client\n"))
    first, second = read_records(source, Settings(), "dmy")
    assert (first.values["name"], second.values["account_type"]) == ("Dupont", "client")
    source = recognize(open_csv("a.csv", head + b"ACC1,Dupont,Client,1\nACC2,Mar\ntin,Client\nACC3,C,Client,\n"))
    assert [getattr(row, "code", None) for row in read_records(source, Settings(), "dmy")] == [
        None, "cell_count", "cell_count", None
    ]  # fmt: skip


def test_numbers():
    assert read_number("1677.226425") == Decimal("1677.226425")
    assert read_number("1 234,50") == Decimal("1234.50")
    for text in ("NaN", "1e9", "12abc", "1,234.50.1", "=1+1"):
        assert not isinstance(read_number(text), Decimal)


ACCOUNT = [["Organization Number", "Organization Name", "Type", "Région"], ["ACC1", "Dupont", "Client", "Est"]]


def test_unknown_columns_are_listed_and_kept_as_notes():
    source = recognize(open_csv("a.csv", write_8(ACCOUNT)))
    assert source.unknown == ["Région"]
    (record,) = read_records(source, Settings(), "dmy")
    assert record.notes == [("Région", "Est")] and record.values["account_type"] == "client"


def test_a_user_file_adds_columns_picklists_and_logins():
    toml = '[columns.Accounts]\n"région" = "x_region"\n[picklists.account_type]\n"Ami" = "partner"\n[users]\na = "b"\n'
    settings = Settings().read_toml(toml.encode())
    rows = [ACCOUNT[0], ["ACC1", "Dupont", "Ami", "Est"]]
    (record,) = records("Accounts", rows, settings=settings)
    assert record.values["x_region"] == "Est" and record.values["account_type"] == "partner"
    assert settings.users == {"a": "b"} and not record.notes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[columns", "bad_toml"),
        ("[autre]\na = 'b'", "toml_section"),
        ("[columns.Autre]\na = 'b'", "toml_name"),
        ("[picklists.quote]\na = 'b'", "toml_value"),
        ("[columns.Quotes]\na = 'nowhere'", "toml_target"),
        ("[columns]\nQuotes = 3", "toml_section"),
    ],
)
def test_a_user_file_that_is_wrong_says_so(text, code):
    with pytest.raises(FileProblem) as caught:
        Settings().read_toml(text.encode())
    assert caught.value.code == code


def test_rows_without_number_and_numbers_twice_are_refused_alone():
    got = records("Accounts", [ACCOUNT[0], ["", "A", "", ""], ["ACC1", "B", "", ""], ["ACC1", "C", "", ""]])
    assert [issue.code for issue in got if isinstance(issue, Issue)] == ["no_key", "key_twice"]
    assert [record.values["name"] for record in got if isinstance(record, Record)] == ["B"]


QUOTE = ["Quote Number", "Subject", "Quote Stage", "Total", "Tax Type", "Item Name", "Quantity", "Selling Price", "VAT"]


def quote_row(key="Q1", total="120", **cells):
    values = dict(
        zip(QUOTE, [key, "Site", "Envoyé", total, "group", "Services::::A", "1", "100", "20.000"], strict=True)
    )
    return [{**values, **cells}[header] for header in QUOTE]


def test_rows_of_a_document_are_one_wherever_they_stand():
    got = records("Quotes", [QUOTE, quote_row(total="240"), quote_row("Q2"), quote_row(total="240")])
    assert {record.key: len(record.lines) for record in got} == {"Q1": 2, "Q2": 1}


def test_the_quote_that_6_trims_is_put_back():
    names = ['Librairie "Le Chat botté"', '"Chez Léa" traiteur', 'Écran 27" et 32"', "Dupont", 'Un " seul']
    got = records("Accounts", [ACCOUNT[0], *[[f"A{i}", name, "", ""] for i, name in enumerate(names)]], write_6)
    assert [record.values["name"] for record in got] == [
        'Librairie "Le Chat botté"', 'Chez Léa" traiteur', 'Écran 27" et 32', "Dupont", 'Un " seul',
    ]  # fmt: skip


def test_a_bad_row_refuses_its_whole_document_alone():
    got = records("Quotes", [QUOTE, quote_row(), quote_row(Quantity="x"), quote_row("Q2")])
    refused = {record.key for record in got for issue in record.issues if issue.severity == "refused"}
    assert refused == {"Q1"}
    assert [(issue.column, issue.line) for issue in got[0].issues] == [("Quantity", 3)]


def test_a_row_that_cannot_be_split_refuses_its_whole_document():
    rows = [QUOTE, quote_row(), quote_row(**{"Item Name": 'Services::::un "pain","du vin'}), quote_row("Q2")]
    issue, first, second = records("Quotes", rows, write_6)
    assert issue.code == "cell_count" and issue.line == 3
    assert [found.code for found in first.issues] == ["row_missing"] and not second.issues


def test_an_unknown_or_empty_status_is_refused_with_its_column():
    first, second = records(
        "Quotes", [QUOTE, quote_row(**{"Quote Stage": "Bizarre"}), quote_row("Q2", **{"Quote Stage": ""})]
    )
    assert [(issue.code, issue.column) for issue in first.issues] == [("bad_pick", "Quote Stage")]
    assert [issue.code for issue in second.issues] == ["empty_pick"]


def test_steps_by_the_agency_own_name():
    assert read_step("1 - Chiffrage C3L", Settings()) == "quote_internal"
    assert read_step("1 - Chiffrage Mirabelle", Settings()) == "quote_internal"
    assert read_step("2 - À rappeler", Settings()) == "call_back"
    assert read_step("plus tard", Settings()) is None
    assert read_step("1 – chiffrage mirabelle", Settings(agency="Agence Mirabelle")) == "quote_internal"
    assert read_step("1 - Chiffrage Durand", Settings(agency="Agence Mirabelle")) is None


def item(quantity, price, rate=20, **values):
    return Item(Decimal(quantity), Decimal(price), taxes=(Decimal(rate),) if rate else (), **values)


def total_of(items, **sums):
    sums = Sums(**{name: Decimal(value) if isinstance(value, str) else value for name, value in sums.items()})
    lines, causes = make_lines(items, sums)
    line = rounding_line(lines, sums.total, True)
    return odoo_total([*lines, *filter(None, [line])], True), dict(causes)


def test_a_group_discount_is_taken_off_before_tax():
    got = total_of([item(1, 100), item(1, 100)], total="180", discount_percent="25")
    assert got == (Decimal("180.00"), {})


def test_an_individual_discount_is_taken_off_the_sum_with_tax():
    total, causes = total_of([item(1, 100, 20), item(1, 100, 0)], total="209", is_individual=True, discount_percent="5")
    assert total == Decimal("209.00") and set(causes) == {"individual_discount"}


def test_a_tax_that_vtiger_ignored_is_left_out():
    total, causes = total_of([item(1, 100), item(2, 50)], total="220", is_individual=True)
    assert total == Decimal("220.00") and causes == {"tax_ignored": Decimal(20)}


def test_what_nothing_explains_is_said():
    total, causes = total_of([item(1, 100)], total="99")
    assert total == Decimal("99.00") and causes == {"unexplained": Decimal(-21)}


def test_a_total_without_tax_that_is_another_is_said():
    _total, causes = total_of([item(1, 100)], total="120", pre_tax=Decimal(100))
    assert causes == {}
    _total, causes = total_of([item(1, 120, 0)], total="120", pre_tax=Decimal(100))
    assert causes == {"pre_tax": Decimal(-20)}


def test_charges_have_the_tax_that_comes_to_the_total():
    for tax in ("20", "10"):  # of 50: percent in some versions, an amount in others
        charges = {"charges": "50", "charge_tax": tax}
        lines, causes = make_lines([item(1, 100)], Sums(Decimal(180), **{k: Decimal(v) for k, v in charges.items()}))
        assert lines[-1].taxes == (Decimal(20),) and dict(causes) == {"charge": 50}
    _total, causes = total_of([item(1, 100)], total="190", charges="50", charge_tax="20")
    assert causes["unexplained"] == Decimal(20)


def test_two_lines_of_which_one_tax_was_ignored_are_not_guessed():
    lines = [item(1, 100, 20), item(2, 100, 10)]
    _total, causes = total_of(lines, total="320", is_individual=True)
    assert causes == {"unexplained": Decimal(-20)}


def test_rows_of_one_number_and_two_customers_are_two_documents():
    header = [*QUOTE, "Organization Name"]
    rows = [[*quote_row(), "Accounts::::Alpha"], [*quote_row(total="240"), "Accounts::::Beta"],
            [*quote_row(total="240"), "Accounts::::Beta"]]  # fmt: skip
    first, second = records("Quotes", [header, *rows])
    assert [(record.key, len(record.lines)) for record in (first, second)] == [("Q1", 1), ("Q1 (2)", 2)]
    assert [issue.code for issue in second.issues] == ["key_shared"] and not first.issues


def test_entities_of_vtiger_are_undone_everywhere():
    (quote,) = records(
        "Quotes", [QUOTE, quote_row(**{"Item Name": "Services::::Pose &amp; dépose", "Subject": "R&D &lt;1"})]
    )
    assert quote.lines[0].service.name == "Pose & dépose" and quote.values["subject"] == "R&D <1"


def test_each_module_has_the_columns_it_needs():
    assert set(REQUIRED) == set(MODULES)
