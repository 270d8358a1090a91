# The commands of the project. Each is one call of tools/setup, which says what it does.
.PHONY: help run stop reset update test test-odoo lint format bench

help:
	@./bin/agency help

run stop reset update lint format:
	@./bin/agency $@

test test-odoo bench:
	@./bin/agency $@ $(ONLY)
