from . import test_counting, test_money, test_rounding
