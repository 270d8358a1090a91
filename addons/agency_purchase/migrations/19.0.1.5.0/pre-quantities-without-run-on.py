def migrate(cr, version):
    """Say of the quantities there are that they are no run-ons: of two without a word, one is not refused."""
    if not version:
        return
    cr.execute("ALTER TABLE agency_price_quantity ADD COLUMN IF NOT EXISTS is_run_on boolean")
    cr.execute("UPDATE agency_price_quantity SET is_run_on = false WHERE is_run_on IS NULL")
