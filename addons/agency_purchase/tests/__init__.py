from . import (
    test_closed_outside,
    test_price_choice,
    test_price_request,
    test_price_threads,
    test_price_todo,
    test_price_version,
    test_supplier_order_deal,
    test_supplier_order_place,
    test_supplier_orders,
    test_supplier_page,
    test_supplier_papers,
    test_supplier_page_attacks,
)
