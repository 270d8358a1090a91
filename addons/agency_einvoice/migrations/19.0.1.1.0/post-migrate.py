def migrate(cr, version):
    """Take the status of an agency's bill from the bills of companies that are none."""
    cr.execute(
        """
        UPDATE account_move AS bill SET einvoice_lifecycle = NULL
          FROM res_company AS company
         WHERE company.id = bill.company_id AND company.is_agency IS NOT TRUE AND bill.einvoice_lifecycle IS NOT NULL
        """
    )
