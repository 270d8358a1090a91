from . import test_counting, test_money, test_rights, test_rounding, test_statement, test_year
