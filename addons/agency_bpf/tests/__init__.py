from . import (
    test_counting,
    test_money,
    test_poisoned_records,
    test_rectification,
    test_rights,
    test_rounding,
    test_statement,
    test_year,
)
