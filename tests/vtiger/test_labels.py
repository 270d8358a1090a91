"""The labels of the French packs: each known by its module, and none guessed where one stands for two fields."""

import csv
from decimal import Decimal

import pytest
from exports import REAL, write_8
from vtiger.columns import DOCUMENTS, LABELS, MODULES
from vtiger.guess import guess_target
from vtiger.labels import normalize
from vtiger.mapping import find_date_orders, read_records, recognize
from vtiger.picklists import PICKLISTS
from vtiger.problems import FileProblem
from vtiger.reader import open_csv
from vtiger.settings import Settings

FRENCH = REAL.parent / "fr"
needs_french = pytest.mark.skipif(not FRENCH.is_dir(), reason="the French export of ../shared/vtiger/fr is not here")
TABLE = REAL.parent / "french-labels.csv"


def table_rows(kind):
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind and row["module"] in MODULES]


def read(name, data, settings=None):
    source = recognize(open_csv(name, data), settings)
    (order, *_more) = find_date_orders([source]) or ["dmy"]
    return source, list(read_records(source, settings or Settings(), order))


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of labels is not here")
def test_each_label_of_the_packs_is_known_by_its_module():
    rows = table_rows("field")
    assert len(rows) > 900
    unknown = [
        (row["module"], row["french_label"])
        for row in rows
        for name in ("english_label", "french_label")
        if normalize(row[name]) not in LABELS[row["module"]]
    ]
    assert unknown == []


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of labels is not here")
def test_a_label_is_what_its_english_one_is():
    for row in table_rows("field"):
        table = LABELS[row["module"]]
        english = {column.target for column in table[normalize(row["english_label"])]}
        french = {column.target for column in table[normalize(row["french_label"])]}
        # Of two fields under one label, a note gives way.
        assert english & french or "" in english, row


@needs_french
@pytest.mark.parametrize("module", MODULES)
def test_the_french_export_says_what_the_english_one_does(module):
    english, french = ((folder / f"{module}.csv").read_bytes() for folder in (REAL, FRENCH))
    source, ours = read(module, french)
    assert (source.module, source.language, source.unknown) == (module, "fr", [])
    _source, theirs = read(module, english)
    assert len(ours) == len(theirs) > 0
    for mine, other in zip(ours, theirs, strict=True):
        assert (mine.key, mine.values, mine.refs) == (other.key, other.values, other.refs)
        assert (mine.lines, mine.total, mine.causes) == (other.lines, other.total, other.causes)
        assert not mine.issues


ABO = ["Devis N°", "Sujet", "Phase", "Montant total", "Type de taxe", "Nom", "Quantité", "Grille tarifaire",
       "Commentaire"]  # fmt: skip
# ABOnline's pack names the discount of the item by the other's name, and those of the whole by the same two.
ABO_ITEM, ABO_WHOLE = ["Remise en pourcentage", "Remise en montant"], ["Remise en pourcentage", "Remise en montant"]


def test_two_discounts_of_one_label_are_told_apart_by_their_place():
    headers = [*ABO, *ABO_ITEM, "T.V.A.", *ABO_WHOLE]
    row = ["Q1", "Site", "Envoyé", "205.2", "group", "Services::::A", "2", "100", "", "", "5", "20", "10", ""]
    source, (record,) = read("a.csv", write_8([headers, row]))
    assert source.unknown == [] and record.causes == []
    assert [line.discount for line in record.lines] == [Decimal(5), Decimal(0)]
    assert record.lines[1].price == Decimal(-19)


def test_a_discount_that_stands_before_the_taxes_is_that_of_the_item():
    headers = [*ABO, "Remise en montant", "T.V.A."]
    row = ["Q1", "Site", "Envoyé", "216", "group", "Services::::A", "2", "100", "", "10", "20"]
    _source, (record,) = read("a.csv", write_8([headers, row]))
    assert record.causes == [] and record.lines[0].discount == Decimal(10)


def test_values_tell_what_the_place_does_not():
    headers = ["Remise en montant", *ABO, "T.V.A."]
    row = ["10", "Q1", "Site", "Envoyé", "216", "group", "Services::::A", "2", "100", "", "20"]
    _source, (record,) = read("a.csv", write_8([headers, row]))
    assert record.causes == [] and record.lines[0].discount == Decimal(10)
    row[4] = "228"
    _source, (record,) = read("a.csv", write_8([headers, row]))
    assert record.causes == [] and record.lines[1].price == Decimal(-10)


def test_a_label_that_nothing_tells_is_asked_for():
    headers = ["Remise en montant", *ABO, "T.V.A."]
    row = ["10", "Q1", "Site", "Envoyé", "999", "group", "Services::::A", "2", "100", "", "20"]
    with pytest.raises(FileProblem) as caught:
        read("a.csv", write_8([headers, row]))
    assert caught.value.code == "unsure_column" and caught.value.values["header"] == "Remise en montant"
    settings = Settings(columns={"Quotes": {"remise en montant": "discount_amount"}})
    _source, (record,) = read("a.csv", write_8([headers, row]), settings)
    assert "discount_amount" in record.values


def test_an_account_and_a_contact_of_one_label_are_told_by_their_values():
    headers = ["Affaire N°", "Nom affaire", "Phase de vente", "Nom du contact", "Nom du contact"]
    for cells in (["Contacts::::Marie", "Accounts::::Dupont"], ["Accounts::::Dupont", "Contacts::::Marie"]):
        _source, (deal,) = read("a.csv", write_8([headers, ["P1", "Site", "Gagnée", *cells]]))
        assert (deal.refs["account"].name, deal.refs["contact"].name) == ("Dupont", "Marie")


def test_a_city_and_a_country_of_one_label_are_in_the_order_of_vtiger():
    headers = ["Compte N°", "Nom compte", "Facture - Adresse", "Facture - Ville", "Facture - Ville"]
    _source, (account,) = read("a.csv", write_8([headers, ["A1", "Dupont", "1 rue", "Nancy", "France"]]))
    assert (account.values["city"], account.values["country"]) == ("Nancy", "France")
    with pytest.raises(FileProblem) as caught:
        read("a.csv", write_8([headers[:4], ["A1", "Dupont", "1 rue", "Nancy"]]))
    assert caught.value.code == "unsure_column"


def test_a_service_is_a_name_in_the_catalogue_and_a_tax_elsewhere():
    rows = [["N° Service", "Service", "Prix", "VAT", "Ventes", "Service"], ["S1", "Logo", "10", "", "", "5.5"]]
    _source, (service,) = read("a.csv", write_8(rows))
    assert (service.values["name"], service.values["tax_3"]) == ("Logo", Decimal("5.5"))
    _source, (quote,) = read("b.csv", write_8([[*ABO, "Service"], ["Q1", "S", "Créé", "105.5", "group", "A", "1", "100",
                                                                  "", "5.5"]]))  # fmt: skip
    assert quote.lines[0].taxes == (Decimal("5.5"),) and quote.causes == []


def test_taxes_of_6_and_those_that_the_agency_named():
    for header, rate in (("Taxe 1", "20"), ("Tax3", "5.5"), ("TVA 5,5 %", "5.5"), ("T.V.A. à 10 %", "10")):
        total = str(100 + Decimal(rate))
        row = ["Q1", "S", "Créé", total, "group", "A", "1", "100", "", rate]
        source, (quote,) = read("b.csv", write_8([[*ABO, header], row]))
        assert quote.causes == [] and quote.lines[0].taxes == (Decimal(rate),), header


def test_an_unknown_tax_is_not_guessed():
    row = ["Q1", "S", "Créé", "105.5", "group", "A", "1", "100", "", "5.5"]
    source, (quote,) = read("b.csv", write_8([[*ABO, "TVA réduite"], row]))
    assert source.unknown == source.unknown_that_count == ["TVA réduite"]
    assert quote.causes == [("unexplained", Decimal("5.5"))]


def test_a_document_of_5_without_lines_is_said():
    with pytest.raises(FileProblem) as caught:
        read("a.csv", b"Devis N\xc2\xb0,Sujet,Phase,Montant total\nQ1,S,Envoy\xc3\xa9,10\n")
    assert caught.value.code == "no_items"


@pytest.mark.parametrize("text", ["3 - En attente de retour", "3 – En attente de retour", "3—en attente  de RETOUR",
                                  "3-En attente de retour", "\u200b3 − En attente de retour "])  # fmt: skip
def test_dashes_spaces_and_case_are_one(text):
    assert PICKLISTS["step"][normalize(text)] == "waiting"


def test_steps_typed_otherwise_and_those_unknown():
    assert PICKLISTS["step"][normalize("1- Chiffrage ST")] == "quote_subcontractor"
    assert normalize("1 - Chiffrage machin") not in PICKLISTS["step"]


def test_french_values_of_the_packs():
    assert PICKLISTS["invoice"][normalize("Créée automatiquement")] == "draft"
    assert PICKLISTS["quote"][normalize("Évalué")] == "draft"
    assert PICKLISTS["stage"][normalize("Négociation/Révision")] == "negotiation"


def test_documents_name_what_they_need():
    assert set(DOCUMENTS) <= set(LABELS)


@pytest.mark.parametrize(("module", "header", "targets"), [
    ("Quotes", "TVA du devis", {"tax_1"}), ("Accounts", "Ville du siège", {"city"}),
    ("Invoice", "Montant de la remise maison", {"discount_amount", "item_discount_amount"}),
    ("Accounts", "Région commerciale", {"", "state", "ship_state"}),
])  # fmt: skip
def test_a_guess_is_of_the_same_kind(module, header, targets):
    assert guess_target(module, normalize(header)) in targets
