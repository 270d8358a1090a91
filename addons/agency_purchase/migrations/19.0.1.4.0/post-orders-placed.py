def migrate(cr, version):
    """Let orders that were confirmed before « Commander » was there be told already: none is to be sent again."""
    if not version:
        return
    cr.execute(
        """
        UPDATE purchase_order SET order_mail_state = 'told', ordered_on = date_approve
         WHERE state = 'purchase' AND order_mail_state IS NULL
        """
    )
