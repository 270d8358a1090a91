from . import (
    test_document_template,
    test_document_version,
    test_documents,
    test_engine,
    test_engine_pool,
    test_facturx,
    test_gestures,
    test_invoice,
    test_legal_text,
    test_portal,
    test_quote,
    test_training,
)
