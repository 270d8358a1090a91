"""Cells and sums as people and spreadsheets leave them: read where it is certain, told else."""

from decimal import Decimal

from test_mapping import QUOTE, item, quote_row, records
from vtiger.dates import find_orders, parse_moment
from vtiger.totals import Sums, make_lines


def test_dates_that_begin_with_their_year_say_nothing_of_the_others():
    """A workbook has some of its dates as dates, and some as words."""
    assert find_orders(["2026-02-01", "2026-02-02", "2026-02-03", "25-02-2026"]) == ["dmy"]
    assert find_orders(["2026-02-01", "2026-02-02", "2026-02-03", "05-02-2026"]) == ["dmy", "mdy"]


def test_dates_of_zeros_are_none():
    rows = [["Opportunity Number", "Opportunity Name", "Sales Stage", "Expected Close Date", "Modified Time"]]
    rows += [["P1", "A", "Closed Won", "25-02-2026", "00-00-0000 00:00:00"]]
    rows += [["P2", "B", "Closed Won", "00-00-0000", "0000-00-00 00:00:00"]]
    first, second = records("Potentials", rows)
    assert first.values["close_date"].isoformat() == "2026-02-25" and not first.issues
    assert "close_date" not in second.values and not second.issues and not second.notes


def test_clocks_of_twelve_hours():
    for clock, expected in (("02:30 PM", "13:30"), ("12:15 am", "23:15"), ("12:00 PM", "11:00"), ("14h30", "13:30"),
                            ("09:00:00", "08:00"), ("9:05 a.m.", "08:05"), ("14:30:15.000", "13:30")):  # fmt: skip
        assert f"{parse_moment(f'14-01-2026 {clock}', 'dmy', 'Europe/Paris'):%H:%M}" == expected, clock
    for clock in ("14:30 PM", "25:00", "tôt", "10:61"):
        assert parse_moment(f"14-01-2026 {clock}", "dmy", "Europe/Paris") is None, clock


def test_a_box_that_is_neither_ticked_nor_not_is_told():
    """Who wants no mails and is taken for one who does gets them."""
    head = ["Organization Number", "Organization Name", "Email Opt Out"]
    words = {"1": True, "VRAI": True, "x": True, "1,00": True, "Oui ": True, "": False, "0": False, "FAUX": False}
    for word, expected in words.items():
        (account,) = records("Accounts", [head, ["ACC1", "A", word]])
        assert account.values["opt_out"] is expected and not account.issues, word
    (account,) = records("Accounts", [head, ["ACC1", "A", "Désinscrit"]])
    assert [(issue.code, issue.severity) for issue in account.issues] == [("bad_bool", "warning")]
    assert account.notes == [("Email Opt Out", "Désinscrit")]


def test_a_lone_point_is_what_its_column_tells():
    rows = [["Service Number", "Service Name", "Price"], ["S1", "A", "1.234"]]
    (alone,) = records("Services", rows)
    assert alone.values["price"] == Decimal("1.234")
    first, _second = records("Services", [*rows, ["S2", "B", "2.345,50"]])
    assert first.values["price"] == 1234
    first, *_others = records("Services", [*rows, ["S2", "B", "2.345,50"], ["S3", "C", "12.5"]])
    assert first.values["price"] == Decimal("1.234")


def test_rows_of_a_group_whose_taxes_differ_are_read_as_what_comes_to_the_total():
    lines = [item(1, 100, 20), item(1, 100, 0)]
    for total, rates in (("240", [20, 20]), ("220", [20, None])):
        made, causes = make_lines(lines, Sums(Decimal(total)))
        assert [line.taxes[0] if line.taxes else None for line in made] == rates and causes == []
    _made, causes = make_lines(lines, Sums(Decimal(230)))
    assert [code for code, _amount in causes] == ["unexplained"]


def test_a_kind_of_tax_that_no_table_knows_is_what_comes_to_the_total():
    lines = [item(1, 100, 20), item(1, 100, 10)]
    made, causes = make_lines(lines, Sums(Decimal(220), is_mode_told=False, discount_amount=Decimal(10)))
    assert dict(causes) == {"individual_discount": sum(line.price for line in made[2:])}
    rows = [quote_row(total="230", **{"Tax Type": "Détaillée", "VAT": rate}) for rate in ("20", "10")]
    (quote,) = records("Quotes", [QUOTE, *rows])
    assert not quote.causes and [line.taxes[0] for line in quote.lines] == [20, 10]


def test_a_line_that_only_says_something_is_kept():
    header = [*QUOTE, "Item Comment"]
    said = [*quote_row(**{"Item Name": "", "Selling Price": ""}), "Hors option"]
    (quote,) = records("Quotes", [header, [*quote_row(), ""], said])
    assert [line.text for line in quote.lines] == ["", "Hors option"]


def test_what_an_editor_of_the_web_wrote_is_its_words():
    texts = {
        "<p>Bonjour,</p>\n<p>Voici&nbsp;:</p><ul><li>un</li><li><strong>deux</strong></li></ul>":
            "Bonjour,\nVoici\u00a0:\n- un\n- deux",
        "une ligne&lt;br /&gt;&lt;br /&gt;une autre": "une ligne\n\nune autre",
        "une<br>\nautre": "une\nautre",
        # Typed so, and meant so.
        "1 < 2 & <b>gras</b>": "1 < 2 & <b>gras</b>",
        "x <p qui n'en est pas": "x <p qui n'en est pas",
    }  # fmt: skip
    for text, words in texts.items():
        (quote,) = records("Quotes", [[*QUOTE, "Item Comment", "Description"], [*quote_row(), text, text]])
        assert (quote.lines[0].text, quote.values["description"]) == (words, words)


def test_a_contact_without_a_last_name_is_its_first_one():
    head = ["Contact Id", "First Name", "Last Name"]
    named, nameless = records("Contacts", [head, ["CON1", "Marie", ""], ["CON2", "", ""]])
    assert not named.issues and [issue.code for issue in nameless.issues] == ["no_name"]
