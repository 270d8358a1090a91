"""Tools of the project: how it is set up, run and tested. Standard library only."""
