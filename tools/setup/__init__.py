"""Set up, run and test the project: `python3 -m tools.setup help`.

What a test needs (databases, servers, mail) is in `tools.setup.testing`.
"""
