"""Series of numbers that a company begins with the first record it numbers."""


def get_yearly_series_sudo(company, code, name, prefix):
    """Return the sequence by which a company numbers records, anew each year; made on first use.

    :param str code: the model of the records
    :param str name: what administrators read
    :param str prefix: of the numbers, before the year
    """
    # Sudo: who makes such records need have no right on sequences.
    sequences_sudo = company.env["ir.sequence"].sudo()
    domain = [("code", "=", code), ("company_id", "=", company.id)]
    return sequences_sudo.search(domain, limit=1) or sequences_sudo.create(
        {
            "name": name,
            "code": code,
            "prefix": f"{prefix}/%(range_year)s/",
            "padding": 4,
            "use_date_range": True,
            "company_id": company.id,
        }
    )
