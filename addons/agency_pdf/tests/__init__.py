from . import test_engine, test_invoice, test_legal_text, test_quote, test_training
