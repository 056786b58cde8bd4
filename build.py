"""Build the site: `python build.py --help`. The same as `unres-site build`, and works from a checkout alone.

`python -m build` means the packaging tool of that name, which this file hides in a checkout; it is started instead.
"""

import os
import sys

if __name__ == "__main__" and globals().get(
    "__spec__"
):  # a script has no specification, a module that -m runs has one
    import subprocess

    sys.exit(subprocess.call([sys.executable, "-P", "-m", "build", *sys.argv[1:]]))  # noqa: S603 - as it was called
if __name__ == "__main__":
    sys.path.append(
        os.path.join(os.path.dirname(os.path.abspath(__file__)), "src")
    )  # what is installed comes first
    try:
        from unres_site.__main__ import run
    except KeyboardInterrupt:
        from unres_site.early import read_message

        sys.stderr.write(f"{read_message('interrupted')}\n")
        sys.exit(130)
    sys.argv.insert(1, "build")
    run()
