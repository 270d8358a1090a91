from . import (
    test_check,
    test_emission,
    test_guest_company,
    test_overview,
    test_reception,
    test_reception_files,
    test_terms,
    test_ubl,
)
