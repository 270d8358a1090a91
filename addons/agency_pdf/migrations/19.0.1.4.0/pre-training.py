"""Training is an add-on of its own: what was the documents' in the database is its from now on.

Before our code is loaded without it, or Odoo would take the columns and records of training for things of the past.
"""

from odoo.tools import SQL

# External ids, as patterns of `LIKE` whose `%` alone stands for anything.
FIELDS = (
    "field_agency_trainee__%",
    "field_%__is_training",
    "field_%__is_training_complete",
    "field_%__is_training_remote",
    "field_%__training_%",
    "field_%__trainee_count",
    "field_%__trainee_ids",
    "field_%__customer_signatory_function",
    "field_%__customer_signatory_name",
    "field_res_company__disability_contact",
    "field_res_company__has_training_vat_certificate",
    "field_res_company__is_qualiopi",
    "field_res_company__qualiopi_logo",
)
SELECTIONS = (
    "selection__sale_order__training_%",
    "selection__account_tax__agency_legal_kind__vat_training",
    "selection__agency_document_template__kind__convention",
    "selection__agency_document_template__kind__training_quote",
    "selection__agency_legal_text__kind__agreement_%",
    "selection__agency_legal_text__kind__contract_reference",
    "selection__agency_legal_text__kind__terms_training",
    "selection__agency_legal_text__kind__training_%",
    "selection__agency_legal_text__kind__vat_training",
)
MODELS = ("model_agency_trainee", "model_inherit__agency_trainee__%", "constraint_agency_trainee%")
RECORDS = (
    "access_agency_trainee_%",
    "agency_trainee_rule_company",
    "legal_agreement_%",
    "legal_contract_reference",
    "legal_terms_training",
    "legal_training_%",
    "legal_vat_training_%",
    "mail_template_agreement",
    "product_template_view_form",
    "report_convention",
    "report_training_quote",
    # QWeb templates
    "agreement_%",
    "block_articles",
    "block_training",
    "convention",
    "training_%",
)


def migrate(cr, version):
    patterns = [name.replace("_", r"\_") for name in (*FIELDS, *SELECTIONS, *MODELS, *RECORDS)]
    cr.execute(
        SQL(
            "UPDATE ir_model_data SET module = 'agency_training' WHERE module = 'agency_pdf' AND name LIKE ANY(%s)",
            patterns,
        )
    )
    _move_keys(cr)


def _move_keys(cr):
    """Give the add-on its foreign keys and constraints, by which Odoo drops them when it is uninstalled."""
    cr.execute(
        r"""
        UPDATE ir_model_constraint c SET module = training.id
          FROM ir_module_module pdf, ir_module_module training
         WHERE c.module = pdf.id AND pdf.name = 'agency_pdf' AND training.name = 'agency_training'
           AND (c.name LIKE 'agency\_trainee\_%' OR c.name LIKE 'sale\_order\_training\_%')
        """
    )
