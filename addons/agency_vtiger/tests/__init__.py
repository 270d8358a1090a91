from . import (
    test_vtiger_around,
    test_vtiger_cases,
    test_vtiger_documents,
    test_vtiger_files,
    test_vtiger_import,
    test_vtiger_quick,
    test_vtiger_threads,
    test_vtiger_under_way,
    test_vtiger_undo,
    test_vtiger_walls,
    test_vtiger_wizard,
    test_vtiger_words,
)
