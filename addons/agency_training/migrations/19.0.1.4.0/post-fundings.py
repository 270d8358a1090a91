def migrate(cr, version):
    """A quote that names its OPCO has a payer: the same, said once."""
    cr.execute(
        """
        INSERT INTO agency_training_funding (order_id, payer_id, is_direct, file_no, bpf_source, company_id,
                                             create_uid, write_uid, create_date, write_date)
        SELECT quote.id, quote.training_opco_id, quote.training_funding = 'opco', quote.training_opco_file,
               'skills_plan', quote.company_id, 1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM sale_order quote
          JOIN res_partner payer ON payer.id = quote.training_opco_id
          JOIN res_partner customer ON customer.id = quote.partner_id
         WHERE NOT EXISTS (SELECT 1 FROM agency_training_funding funding WHERE funding.order_id = quote.id)
           AND payer.commercial_partner_id IS DISTINCT FROM customer.commercial_partner_id
        """
    )
