# The commands of the project. Each is one call of tools/setup, which says what it does.
.PHONY: help run stop reset update test lint format bench

help:
	@./bin/agency help

run stop reset update lint format bench:
	@./bin/agency $@

test:
	@./bin/agency test $(ONLY)
