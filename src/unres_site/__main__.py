"""`python -m unres_site`, and what the commands `unres-site` and `build.py` begin with."""

import sys

try:
    from unres_site.signals import end_at_once

    end_at_once()
    from unres_site.cli import run
except KeyboardInterrupt:
    sys.stderr.write("Interrupted; the published site is whole.\n")
    sys.exit(130)
except (ImportError, OSError, MemoryError) as error:
    problem = str(error) or "there is not enough memory"
    sys.stderr.write(
        f"The program can't be loaded: {problem}. Run `make site` once, or `pip install -e .`\n"
    )
    sys.exit(2)

__all__ = ["run"]

if __name__ == "__main__":
    run()
