"""What becoming an agency takes over from Odoo, and what ceasing to be one, or uninstalling, gives back.

`companies.py`: which companies are agencies. `stages.py`: Odoo's own stages, which serve the agency where all are
agencies, and stay as they are beside those of the agency where some are not. `deals.py`: the place and the next step of
the deals of before. `invoices.py`: their links to the deals, the turnover, the types of the accounts. `numbering.py`:
the agency's own series of numbers. `leftovers.py`: what Odoo would leave behind.
"""

from . import companies, deals, invoices, leftovers, numbering, sql, stages
