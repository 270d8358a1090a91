def migrate(cr, version):
    """Edited documents are of the company of their record, whatever was said when they were made.

    One that somebody wrote whom that company does not know is archived: it is printed no more.
    """
    cr.execute(
        """
        UPDATE agency_document_version AS version
           SET company_id = COALESCE(quote.company_id, move.company_id),
               active = version.active AND EXISTS (
                   SELECT FROM res_company_users_rel AS known
                    WHERE known.cid = COALESCE(quote.company_id, move.company_id)
                      AND known.user_id IN (version.create_uid, version.write_uid)
               )
          FROM agency_document_version AS this
          LEFT JOIN sale_order AS quote ON quote.id = this.order_id
          LEFT JOIN account_move AS move ON move.id = this.move_id
         WHERE this.id = version.id
           AND version.company_id IS DISTINCT FROM COALESCE(quote.company_id, move.company_id)
        """
    )
