"""Whatever is kept in a name, a note or a document neither runs in the browser, nor opens a file or a host in a PDF.

Each text says so itself if it is run: a script sets `window.ran`, a picture or a style asks a server that counts.
"""

import io
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdf
import pytest
from cast import PASSWORD
from pdfs import parts_of
from people import Person
from playwright.sync_api import Browser

from tools.agency import testing

People = Callable[[str], Person]


class Canary(HTTPServer):
    """A host that nobody has any business with: it keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_POST = do_GET  # noqa: N815 - the names http.server calls

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary() as canary:
        threading.Thread(target=canary.serve_forever, daemon=True).start()
        yield canary
        canary.shutdown()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "secret.txt"
    path.write_text("CONTENU-DU-FICHIER")
    return path


def scripts(where: str) -> str:
    """What runs in a browser that is shown this unescaped."""
    return (
        f"<img src=x onerror=\"window.ran='{where}'\">"
        f"<script>window.ran='{where}'</script>"
        f"<svg onload=\"window.ran='{where}'\"></svg>"
        f"<a href=\"javascript:window.ran='{where}'\">x</a>"
        f"<iframe srcdoc=\"<script>parent.ran='{where}'</script>\"></iframe>"
        '{{ 7*7 }}<t t-out="49"/><t t-call="base.user_admin"/>'
    )


def openings(canary: Canary, secret: Path) -> str:
    """What a PDF engine opens when nothing stops it."""
    places = [f"file://{secret}", f"{canary.url}/x.png", f"//127.0.0.1:{canary.server_port}/y.png"]
    return "".join(
        f'<img src="{place}"/><object data="{place}"></object><iframe src="{place}"></iframe><embed src="{place}"/>'
        f'<link rel="stylesheet" href="{place}"/><link rel="attachment" href="{place}"/>'
        f'<a rel="attachment" href="{place}">joint</a><div style="background-image: url({place})">fond</div>'
        f"<style>@import url({place}); @font-face {{ font-family: f; src: url({place}) }}</style>"
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{place}"/><use href="{place}#a"/></svg>'
        f'<video poster="{place}" src="{place}"></video><script src="{place}"></script>'
        for place in places
    )


@pytest.fixture(scope="module")
def poisoned(people: People, ids: dict, canary: Canary, secret: Path) -> dict:
    """Records of ours whose every text is poison, written by whoever may write it."""
    user, manager, ours = people("user"), people("manager"), ids["ours"]
    evil = openings(canary, secret)
    (partner,) = user.call(
        "res.partner", "create", [{"name": scripts("partner"), "comment": scripts("comment") + evil, "street": "<b>x"}]
    )
    (deal,) = user.call(
        "crm.lead",
        "create",
        [
            {
                "name": scripts("deal"),
                "type": "opportunity",
                "partner_id": partner,
                "contact_name": scripts("contact"),
                "description": scripts("description") + evil,
            }
        ],
    )
    (quote,) = user.call(
        "sale.order",
        "create",
        [
            {
                "partner_id": partner,
                "opportunity_id": deal,
                "client_order_ref": scripts("reference"),
                "note": scripts("note") + evil,
                "is_training": True,
                "training_title": scripts("title"),
                "order_line": [
                    (0, 0, {"product_id": ours["product.product"], "name": scripts("line") + evil, "price_unit": 100})
                ],
            }
        ],
    )
    user.call("agency.trainee", "create", [{"order_id": quote, "name": scripts("trainee")}])
    user.call("sale.order", "message_post", [quote], body=scripts("message"))
    (step,) = manager.call("agency.next.step", "create", [{"name": scripts("step")}])
    (kind,) = manager.call("agency.presta.type", "create", [{"name": scripts("type")}])
    (template,) = manager.call(
        "agency.document.template",
        "create",
        [{"name": scripts("template"), "kind": "quote", "title": scripts("printed"), "body": "<p>Corps</p>" + evil}],
    )
    (report,) = manager.call("agency.document.template", "read", [template], ["report_id"])
    text = ids["common"]["acceptance"]
    manager.call("agency.legal.text", "write", [text], {"text": scripts("wording") + evil})
    (folder,) = manager.call("agency.document.folder", "create", [{"name": scripts("folder")}])
    user.call("agency.document", "create", [{"name": scripts("file"), "folder_id": folder, "raw": scripts("raw")}])
    choice = user.call(
        "agency.document.choice",
        "create",
        [{"res_model": "sale.order", "res_ids": [quote], "report_id": ours["report"]}],
    )
    version = user.call("agency.document.choice", "action_edit", choice)["res_id"]
    user.call("agency.document.version", "write", [version], {"body": scripts("version") + evil})
    return {
        "crm.lead": deal,
        "sale.order": quote,
        "res.partner": partner,
        "agency.next.step": step,
        "agency.presta.type": kind,
        "agency.document.template": template,
        "agency.legal.text": text,
        "agency.document.version": version,
        "report": report["report_id"][0],
    }


def report_names(manager: Person, poisoned: dict, ids: dict) -> list[str]:
    (own,) = manager.call("ir.actions.report", "read", [poisoned["report"]], ["report_name"])
    return [own["report_name"], *(name for name, model in ids["reports"].items() if model == "sale.order")]


@pytest.mark.parametrize("engine", ["auto", "wkhtmltopdf"])
def test_no_pdf_opens_a_file_or_a_host(
    people: People, server: testing.Server, ids: dict, poisoned: dict, canary: Canary, engine: str
) -> None:
    testing.sql(server.database, f"UPDATE ir_act_report_xml SET pdf_engine = '{engine}' WHERE pdf_engine <> 'odoo'")
    canary.asked.clear()
    for name in report_names(people("manager"), poisoned, ids):
        answer = people("manager").get(f"/report/pdf/{name}/{poisoned['sale.order']}")
        assert answer.content.startswith(b"%PDF"), f"{name}: {answer.text[:300]}"
        document = pypdf.PdfReader(io.BytesIO(answer.content))
        text = "".join(page.extract_text() for page in document.pages)
        assert "CONTENU-DU-FICHIER" not in text, name
        parts = parts_of(answer.content)
        for trace in (b"CONTENU-DU-FICHIER", b"/EmbeddedFile", b"/Filespec", b"/FileAttachment"):
            assert trace not in parts, name
    assert canary.asked == []


def test_no_page_runs_what_is_kept(
    people: People, server: testing.Server, ids: dict, poisoned: dict, canary: Canary, browser: Browser
) -> None:
    """Every screen of these records, their reports as pages, and what the customer is shown."""
    token = people("user").call("sale.order", "read", [poisoned["sale.order"]], ["access_url"])[0]["access_url"]
    people("user").call("sale.order", "action_quotation_sent", [poisoned["sale.order"]])
    key = testing.odoo_shell(
        server.database,
        f"print(env['sale.order'].browse({poisoned['sale.order']})._portal_ensure_token()); env.cr.commit()",
    ).split()[-1]
    models = [model for model in poisoned if "." in model]
    addresses = [f"/odoo/{model}/{poisoned[model]}" for model in models]
    addresses += [f"/odoo/{model}" for model in [*models, "agency.document"]]
    addresses += [f"/report/html/{n}/{poisoned['sale.order']}" for n in report_names(people("manager"), poisoned, ids)]
    addresses += [f"{token}?access_token={key}", f"{token}?access_token={key}&report_type=html"]
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{server.url}/web/login")
    page.fill("input[name=login]", "manager")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/odoo**", timeout=60000)
    shown = 0
    for address in addresses:
        page.goto(server.url + address, timeout=60000)
        if address.startswith("/odoo/"):
            page.wait_for_selector(".o_form_view, .o_list_view, .o_kanban_view", timeout=60000)
        page.wait_for_timeout(400)
        assert page.evaluate("window.ran") is None, f"{address} ran what was kept in: {page.evaluate('window.ran')}"
        # Read as text, it is there: the screen did show the poison.
        shown += "window.ran=" in page.content()
    context.close()
    assert not dialogs
    assert shown > len(models)
