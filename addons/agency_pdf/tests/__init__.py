from . import (
    test_document_template,
    test_engine,
    test_facturx,
    test_invoice,
    test_legal_text,
    test_portal,
    test_quote,
    test_training,
)
