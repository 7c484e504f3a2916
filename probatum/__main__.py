"""`python -m probatum` is the command `probatum`."""

from probatum.cli import main

main(prog_name="probatum")
