"""Run in `odoo shell` on an agency of one's own: what it sells are services, so the usual tax is that of services.

Odoo's French chart of accounts takes that of goods, whose VAT is due when it is invoiced, not when it is paid.
"""

company = env.ref("base.main_company")
chart = env["account.chart.template"].with_company(company)
company.account_sale_tax_id = chart.ref("tva_normale_encaissement")
company.account_purchase_tax_id = chart.ref("tva_acq_encaissement")
env.cr.commit()
