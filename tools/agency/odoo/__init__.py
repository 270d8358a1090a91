"""The pinned Odoo: its source, its command line, its databases, a server."""
