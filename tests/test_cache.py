"""What the cache takes for the same program must be the same program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import unres_site
from unres_site.build.cache import LOADER_CODE

PACKAGE = Path(unres_site.__file__).parent
LIST = (
    "import sys, unres_site.loader; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('unres_site.')))"
)


def test_readings_are_kept_under_all_the_code_that_makes_them() -> None:
    listed = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True)
    read = {Path(file).relative_to(PACKAGE).parts[0] for file in listed.stdout.split()}
    assert read == set(LOADER_CODE)
