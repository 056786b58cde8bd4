"""`python -m unres_site`, and what the commands `unres-site` and `build.py` begin with."""

import sys

try:
    from unres_site.signals import end_at_once

    end_at_once()
    from unres_site.cli import run
except KeyboardInterrupt:
    from unres_site.early import read_message

    sys.stderr.write(f"{read_message('interrupted')}\n")
    sys.exit(130)
except (ImportError, OSError, MemoryError) as error:
    from unres_site.early import read_message

    problem = str(error) or read_message("no-memory")
    sys.stderr.write(f"{read_message('not-loaded', problem=problem)}\n")
    sys.exit(2)

__all__ = ["run"]

if __name__ == "__main__":
    run()
