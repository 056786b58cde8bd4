"""`python -m unres_site`, and what the commands `unres-site` and `build.py` begin with."""

import sys

try:
    from unres_site.signals import end_at_once
except KeyboardInterrupt:
    sys.stderr.write("Interrupted; the published site is whole.\n")
    sys.exit(130)

end_at_once()

from unres_site.cli import run  # noqa: E402 - its imports take a while, in which Ctrl-C may come

__all__ = ["run"]

if __name__ == "__main__":
    run()
