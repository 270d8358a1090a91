def migrate(cr, version):
    """Sessions planned before convocations left by themselves are convoked by hand, as whoever planned them expects."""
    cr.execute("UPDATE agency_training_session SET is_convoked_by_itself = FALSE")
