from . import (
    agency_vtiger_doubt,
    agency_vtiger_import,
    agency_vtiger_import_report,
    agency_vtiger_import_run,
    agency_vtiger_import_undo,
    agency_vtiger_issue,
    agency_vtiger_lines,
    agency_vtiger_link,
    agency_vtiger_mapping,
    sale_order_line,
)
