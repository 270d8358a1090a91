from . import (
    test_vtiger_documents,
    test_vtiger_import,
    test_vtiger_quick,
    test_vtiger_walls,
    test_vtiger_wizard,
    test_vtiger_words,
)
