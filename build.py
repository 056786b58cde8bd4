"""Build the site: `python build.py --help`. The same as `unres-site build`, and works from a checkout alone."""

import sys
from importlib.util import find_spec
from pathlib import Path

if __name__ == "__main__":
    if find_spec("unres_site") is None:
        sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    try:
        from unres_site.cli import run
    except ModuleNotFoundError as error:
        sys.stderr.write(f"The library {error.name} is not installed; run `make site` once, or `pip install -e .`\n")
        sys.exit(2)
    sys.argv.insert(1, "build")
    run()
