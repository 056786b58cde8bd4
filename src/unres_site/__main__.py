"""`python -m unres_site`."""

from unres_site.cli import run

if __name__ == "__main__":
    run()
