from . import test_pool, test_reports, test_shortcuts
