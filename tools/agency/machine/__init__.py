"""What the machine gives: Debian's packages, a virtual environment, PostgreSQL, ports, a mail catcher."""
