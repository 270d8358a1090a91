from . import (
    test_access,
    test_accounts,
    test_deal_follows_quotes,
    test_invoice_status,
    test_lost_deals,
    test_multi_company,
    test_new_records,
    test_next_step,
    test_next_step_activity,
    test_paths,
    test_quote_status,
    test_recurring_order,
)
