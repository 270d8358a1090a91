from . import supplier_page
