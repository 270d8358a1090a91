"""Runs in `odoo shell`: every text of the app that a person can meet, as `{text: where}`, by language, as JSON.

From the menus of the app: what they open, the views of it, the actions of their buttons, and so on; the dialogs that
methods open; what is tracked, and what the history says.
"""

import json

from lxml import etree

TEXTS = ("string", "placeholder", "confirm", "title", "help", "sum", "avg", "data-tooltip")
# What methods open; those of ours are found by their names.
DIALOGS = [
    "crm.lead.lost",
    "mail.compose.message",
    "sale.advance.payment.inv",
    "account.payment.register",
    "mail.activity.schedule",
    "account.move.send.wizard",
    "account.move.reversal",
]
RECORDS = ["res.partner", "product.template", "crm.lead", "sale.order", "account.move", "mail.activity"]
# No view shows its own title.
UNTITLED = {"form", "search", "list", "kanban", "sheet", "activity", "pivot", "calendar"}


class Walk:
    def __init__(self, walked):
        self.env, self.seen, self.found, self.queue, self.labels = walked, set(), {}, [], {}

    def note(self, text, where):
        text = " ".join((text or "").split())
        if text:
            self.found.setdefault(text, where)

    def fields(self, model):
        if model not in self.labels:
            self.labels[model] = self.env[model].fields_get()
        return self.labels[model]

    def node(self, model, node, where, fields):
        if not isinstance(node.tag, str) or {node.get("invisible"), node.get("column_invisible")} & {"1", "True"}:
            return
        for name in TEXTS:
            if name != "string" or node.tag not in UNTITLED:
                self.note(node.get(name), f"{where} @{name}")
        for text in (node.text, *(child.tail for child in node)):
            self.note(text, where)
        if node.tag == "button" and node.get("type") == "action":
            name = node.get("name")
            self.queue.append(int(name) if name.isdigit() else self.env.ref(name).id)
        field = fields.get(node.get("name")) if node.tag == "field" else None
        if field:
            self.field(field, node, f"{where} {node.get('name')}")
        if node.tag == "label" and node.get("for") in fields and not node.get("string"):
            self.note(fields[node.get("for")]["string"], where)
        if field and field.get("relation"):
            model, fields = field["relation"], self.fields(field["relation"])
        for child in node:
            self.node(model, child, where, fields)

    def field(self, field, node, where):
        if not node.get("string") and not node.get("nolabel"):
            self.note(field["string"], where)
        self.note(field.get("help"), f"{where} ?")
        for _value, label in field.get("selection") or []:
            self.note(label, f"{where} =")

    def view(self, model, view_id, kind):
        if (model, view_id, kind) not in self.seen:
            self.seen.add((model, view_id, kind))
            view = self.env[model].get_view(view_id or None, kind)
            self.node(model, etree.fromstring(view["arch"]), f"{model} {kind}", self.fields(model))

    def action(self, action):
        where = f"action {action.get('xml_id') or action.get('id')}"
        self.note(action.get("name"), where)
        for text in etree.HTML(str(action["help"])).itertext() if action.get("help") else ():
            self.note(text, where)
        model = action.get("res_model")
        if model not in self.env or not self.env[model].has_access("read"):
            return
        search = action.get("search_view_id")
        for view_id, kind in [*action.get("views", []), (search and search[0], "search")]:
            self.view(model, view_id, kind)
        for bindings in self.env["ir.actions.actions"].get_bindings(model).values():
            for binding in bindings:
                self.note(binding["name"], f"action menu of {model}")

    def menus(self):
        menus = self.env["ir.ui.menu"].load_menus(False)
        todo = [menu["id"] for menu in menus.values() if menu.get("xmlid") == "agency_crm.menu_root"]
        while todo:
            menu = menus[todo.pop()]
            self.note(menu["name"], f"menu {menu['xmlid']}")
            if menu.get("actionID") or menu.get("action_id"):
                self.queue.append(menu.get("actionID") or menu.get("action_id"))
            todo += menu["children"]

    def actions(self):
        done = set()
        while self.queue:
            action_id = self.queue.pop()
            if action_id in done:
                continue
            done.add(action_id)
            # With all rights, as the web client loads it; what it opens is read with the user's.
            action = self.env["ir.actions.actions"].sudo().browse(action_id)
            record = self.env[action.type].browse(action_id)
            self.action(record.run() or {} if action.type == "ir.actions.server" else record.sudo()._get_action_dict())

    def history(self):
        subtypes = self.env["mail.message.subtype"].search([("res_model", "in", [*RECORDS, False])])
        for subtype in subtypes.read(["name", "description", "res_model"]):
            self.note(subtype["name"], f"history of {subtype['res_model']}")
            self.note(subtype["description"], f"history of {subtype['res_model']}")
        for model in RECORDS:
            for name, field in self.fields(model).items():
                if getattr(self.env[model]._fields[name], "tracking", None):
                    self.note(field["string"], f"history of {model}: {name}")

    def run(self):
        self.menus()
        ours = [model for model in self.env if model.startswith("agency.") and self.env[model]._transient]
        for model in [*DIALOGS, *ours, *RECORDS]:
            if self.env[model].has_access("read"):
                self.view(model, None, "form")
        self.actions()
        self.history()
        return self.found


def walk(login, lang):
    user = env["res.users"].search([("login", "=", login)])
    context = {"lang": lang, "allowed_company_ids": user.company_id.ids}
    return Walk(env(user=user, context=context)).run()


# Somebody of a company beside, who sells as Odoo does.
env["res.users"].with_context(no_reset_password=True).create(
    {"name": "Stock", "login": "stock", "group_ids": [(6, 0, env.ref("sales_team.group_sale_salesman").ids)]}
)
print(json.dumps({f"{who} {lang}": walk(who, lang) for who in ("lucas", "claire") for lang in ("fr_FR", "en_US")}))
stock = Walk(env(user=env["res.users"].search([("login", "=", "stock")]), context={"lang": "fr_FR"}))
stock.view("crm.lead", None, "form")
stock.view("crm.lead", None, "list")
print(json.dumps(stock.found))
