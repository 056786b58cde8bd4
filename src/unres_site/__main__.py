"""`python -m unres_site`."""

from unres_site.cli import run

run()
