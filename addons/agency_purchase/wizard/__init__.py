from . import agency_price_answer, agency_price_choice, agency_price_remind, agency_supplier_order
