"""Set up, run and test the project: `python3 -m tools.agency help`.

commands/  one file a command of `make`
machine/   what the machine gives: Debian's packages, Python's, PostgreSQL, ports
odoo/      Odoo: its source, its command line, its databases, a server
runner/    how `make test` shares the tests out among processes, and counts them
testing.py what a test needs: databases, servers and mail
"""
