"""What installing and removing the add-on changes in records of other add-ons."""

import re

from odoo.addons.agency_crm.takeover import kept, leftovers

# Whose records users may have changed.
KEPT_MODELS = ("agency.document.folder", "ir.cron", "mail.template")

# The paragraph of the wordings in a template.
MENTIONS_RE = re.compile(r"<p[^>]*>\s*\{\{\s*block\.mentions\s*\}\}\s*</p>")


def pre_init_hook(env):
    """Put aside what users changed in records that were the add-on's of what is printed."""
    kept.put_aside(env, "agency_documents", KEPT_MODELS)


def post_init_hook(env):
    """Give these records their values back, and older templates of quotes the blocks that they lacked."""
    kept.give_back(env, KEPT_MODELS)
    _add_missing_blocks(env)


def _add_missing_blocks(env):
    """Put the note and the rights before the wordings, where templates made from the agency's own document lacked the
    first and had the second among them (by SQL: kinds of other add-ons are not there yet to check them)."""
    env.cr.execute("SELECT id, body FROM agency_document_template WHERE kind IN ('quote', 'recurring_order')")
    for template_id, body in env.cr.fetchall():
        new = MENTIONS_RE.sub(r"<p>{{ block.note }}</p><p>{{ block.rights }}</p>\g<0>", body or "", count=1)
        if new != body and "block.rights" not in body:
            env.cr.execute("UPDATE agency_document_template SET body = %s WHERE id = %s", (new, template_id))
    env["agency.document.template"].invalidate_model(["body"])


def uninstall_hook(env):
    """Give the menu Documents back its place, take users' templates out of the Print menu."""
    menu = env.ref("agency_crm.menu_documents", raise_if_not_found=False)
    attachments = env.ref("agency_crm.ir_attachment_action", raise_if_not_found=False)
    if menu and attachments:
        menu.action = attachments
    env["agency.document.template"].with_context(active_test=False).search([]).unlink()
    leftovers.forget_inherits(env, "agency_document")
    # The files stay, as attachments of who put them there.
    env.cr.execute("UPDATE ir_attachment SET res_model = NULL, res_id = NULL WHERE res_model = 'agency.document'")
