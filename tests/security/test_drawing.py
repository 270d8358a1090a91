"""What a Utilisateur types, others print: colleagues, the customer on the portal, a scheduled action of the superuser.

A document shows no file but its own, takes no more than its limits, and is what its template says.
"""

import base64
import io
import json
from collections.abc import Callable, Iterator

import pypdf
import pytest
from pdfs import parts_of, text_of
from people import Failed, Person

from tools.agency import testing

People = Callable[[str], Person]
# Some seconds of drawing, and nothing in it is unusual.
HEAVY = "<p>x</p>" * 15_000
MARKED = (
    '<div class="article" data-oe-model="sale.order" data-oe-id="1">un</div><div class="header">deux</div>'
    '<div class="footer">trois</div><div class="page document_body">quatre</div>'
)


def write_quote(people: People, ids: dict, note: str) -> int:
    line = (0, 0, {"product_id": ids["ours"]["product.product"], "name": "Prestation", "price_unit": 100})
    values = {"partner_id": ids["ours"]["res.partner"], "note": note, "order_line": [line]}
    (quote,) = people("user").call("sale.order", "create", [values])
    return quote


@pytest.fixture(scope="module")
def secrets(ids: dict, server: testing.Server) -> dict:
    """Files that the Utilisateur may not read: of the other company, of the managers; and the key to portals."""
    script = """
import json
file = env["ir.attachment"].create({"name": "direction.txt", "raw": b"SECRET-DIRECTION", "res_model": "res.users",
    "res_id": env.ref("base.user_admin").id})
picture = env["ir.attachment"].create({"name": "direction.png", "datas": env["res.company"]._get_logo()})
env.cr.commit()
print(json.dumps([file.id, picture.id]))
"""
    file, picture = json.loads(testing.odoo_shell(server.database, script).strip().splitlines()[-1])
    return {"files": [file, ids["theirs"]["attachment"], ids["theirs"]["pdf"]], "picture": picture}


@pytest.fixture
def limited(server: testing.Server) -> Iterator[None]:
    """One second of processor time for a document."""
    script = """
env["ir.config_parameter"].set_param("report_weasyprint.draw_seconds", {})
env.cr.commit()
env.registry.signal_changes()
env.cr.commit()
"""
    testing.odoo_shell(server.database, script.format("'1'"))
    yield
    testing.odoo_shell(server.database, script.format("False"))


def test_no_pdf_holds_a_file_that_its_author_could_not_read(
    people: People, ids: dict, server: testing.Server, secrets: dict
) -> None:
    attack = "".join(
        f'<a rel="attachment" href="/web/content/{file}">x</a><a rel="x attachment" href="/web/content/{file}">y</a>'
        f'<p rel="attachment" href="/web/content/{file}">z</p><img src="/web/content/{file}"/>'
        for file in secrets["files"]
    )
    note = f'<p>Debut</p>{attack}<img src="/web/image/{secrets["picture"]}"/>'
    quote = write_quote(people, ids, note)
    user = people("user")
    values = {"res_model": "sale.order", "res_ids": [quote], "report_id": ids["ours"]["report"]}
    version = user.call(
        "agency.document.choice", "action_edit", user.call("agency.document.choice", "create", [values])
    )
    user.call("agency.document.version", "write", [version["res_id"]], {"body": f"<p>Debut</p>{note}"})
    plain = write_quote(people, ids, note)
    script = f"""
import base64
from odoo.api import Environment
for quote in ({quote}, {plain}):
    root = Environment(env.cr, env.ref("base.user_root").id, {{}})
    content = root["ir.actions.report"]._render_qweb_pdf("agency_pdf.report_quote", [quote])[0]
    print("PDF", base64.b64encode(content).decode(), root.su)
"""
    printed = [people("manager").get(f"/report/pdf/agency_pdf.quote/{number}").content for number in (quote, plain)]
    lines = [line.split() for line in testing.odoo_shell(server.database, script).splitlines() if line[:4] == "PDF "]
    assert [line[2] for line in lines] == ["True", "True"], "the superuser is not the superuser: the test is wrong"
    printed += [base64.b64decode(line[1]) for line in lines]
    user.call("sale.order", "action_quotation_sent", [quote])
    user.call("sale.order", "action_quotation_sent", [plain])
    for number in (quote, plain):
        printed.append(people("public").get(portal_address(server, number)).content)
    assert len(printed) == 6
    for content in printed:
        assert content.startswith(b"%PDF"), content[:300]
        assert "Debut" in text_of(content)
        parts = parts_of(content)
        for trace in (b"SECRET-", b"/EmbeddedFile", b"/Filespec", b"/FileAttachment"):
            assert trace not in parts
        images = [image for page in pypdf.PdfReader(io.BytesIO(content)).pages for image in page.images]
        assert len(images) <= 1, "the logo, and nothing else"


def portal_address(server: testing.Server, quote: int) -> str:
    script = f"print(env['sale.order'].browse({quote})._portal_ensure_token()); env.cr.commit()"
    key = testing.odoo_shell(server.database, script).split()[-1]
    return f"/my/orders/{quote}?access_token={key}&report_type=pdf"


def test_a_text_that_takes_ages_is_refused_in_words_and_disturbs_nobody(
    people: People, ids: dict, server: testing.Server, limited: None
) -> None:
    heavy, good = write_quote(people, ids, HEAVY), write_quote(people, ids, "<p>Debut</p>")
    manager = people("manager")
    name, _good_name = (order["name"] for order in manager.call("sale.order", "read", [heavy, good], ["name"]))
    people("user").call("sale.order", "action_quotation_sent", [heavy])
    for answer in (
        manager.get(f"/report/pdf/agency_pdf.quote/{heavy}"),
        manager.get(f"/report/pdf/agency_pdf.quote/{good},{heavy}"),
        people("public").get(portal_address(server, heavy)),
    ):
        assert answer.status_code == 422, answer.text[:300]
        assert name in answer.text
        assert "Traceback" not in answer.text
        assert manager.get(f"/report/pdf/agency_pdf.quote/{good}").content.startswith(b"%PDF")
    with pytest.raises(Failed, match=name) as failed:
        manager.call("sale.order", "action_group_pdf", [heavy, good])
    assert failed.value.name == "odoo.exceptions.UserError"


@pytest.mark.parametrize("engine", ["auto", "wkhtmltopdf"])
def test_class_names_of_ours_are_words_like_others(
    people: People, ids: dict, server: testing.Server, engine: str
) -> None:
    testing.sql(server.database, f"UPDATE ir_act_report_xml SET pdf_engine = '{engine}' WHERE pdf_engine <> 'odoo'")
    quotes = [write_quote(people, ids, MARKED), write_quote(people, ids, "<p>Debut</p>")]
    for numbers in (quotes[:1], quotes):
        answer = people("manager").get(f"/report/pdf/agency_pdf.quote/{','.join(map(str, numbers))}")
        assert answer.status_code == 200, answer.text[:300]
        text = text_of(answer.content)
        for word in ("un", "deux", "trois", "quatre"):
            assert word in text.split()
    testing.sql(server.database, "UPDATE ir_act_report_xml SET pdf_engine = 'auto' WHERE pdf_engine <> 'odoo'")
