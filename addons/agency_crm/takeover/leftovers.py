"""What Odoo leaves behind of a model that is uninstalled: external ids of what mixins gave it, under their add-ons."""

# A model, then what is part of it, as names of external ids.
PATTERNS = (r"field\_{model}\_\_%", r"model\_inherit\_\_{model}\_\_%", r"selection\_\_{model}\_\_%")


def forget_inherits(env, model):
    """Take away the external ids that say what models inherit, which Odoo keeps under the add-on of each mixin.

    :param str model: beginning of the names of the models that are uninstalled, as 'agency_document'
    """
    escaped = model.replace("_", r"\_")
    env["ir.model.data"].search(
        [
            ("module", "=like", r"agency\_%"),
            ("model", "=", "ir.model.inherit"),
            ("name", "=like", rf"model\_inherit\_\_{escaped}%"),
        ]
    ).unlink()


def forget_mixins(env, addon):
    """Take these external ids away; the records go with the model.

    :param str addon: that is being uninstalled
    """
    names = env["ir.model.data"].search([("module", "=", addon), ("name", "=like", r"model\_agency\_%")]).mapped("name")
    # Those it only adds to stay, with what mixins gave them, where the add-on that made them does.
    stay = env["ir.module.module"].search([("state", "in", ("installed", "to upgrade"))]).mapped("name")
    others = env["ir.model.data"].search([("module", "in", stay), ("model", "=", "ir.model"), ("name", "in", names)])
    own = set(names) - set(others.mapped("name"))
    models = [name.removeprefix("model_") for name in own if not name.startswith("model_inherit")]
    for model in models:
        for pattern in PATTERNS:
            name = pattern.format(model=model.replace("_", r"\_"))
            found = env["ir.model.data"].search([("name", "=like", name)])
            # Ours are taken away by Odoo, with what they name.
            found.filtered(lambda data: not data.module.startswith("agency_")).unlink()
