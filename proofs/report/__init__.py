"""Reports of a check: for a terminal, for programs, for a browser."""
