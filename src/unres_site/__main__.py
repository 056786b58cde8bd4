"""`python -m unres_site`."""

import sys

from unres_site.cli import main

if __name__ == "__main__":
    sys.exit(main())
