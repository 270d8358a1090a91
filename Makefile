# The commands of the project. Each is one call of tools/agency, which says what it does.
.PHONY: help run stop reset backup restore update test test-odoo lint format bench

help:
	@./bin/agency help

run stop reset backup update lint format:
	@./bin/agency $@

test test-odoo bench:
	@./bin/agency $@ $(ONLY)

restore:
	@./bin/agency $@ $(if $(FILE),"$(FILE)")
