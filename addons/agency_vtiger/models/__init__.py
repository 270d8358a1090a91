from . import agency_vtiger_import, agency_vtiger_issue, agency_vtiger_lines, agency_vtiger_link
