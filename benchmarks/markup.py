"""Whether the pages of a built site are good HTML: by the Nu validator and by html-validate. `make audit` runs it.

    python benchmarks/markup.py site

Both are fetched by `npx` and are not requirements of the project; Nu needs Java. html-validate's rule that a title has
at most 70 letters is off: a resolution is called what it is called. Identifiers need not begin with a letter: those of
compared paragraphs begin with a symbol, as HTML allows.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.kinds import group_pages, spread
from benchmarks.usage import read_names

NU = (
    "npx", "--yes", "vnu-jar@26", "--errors-only", "--stdout", "--exit-zero-always", "--format", "json"
)  # fmt: skip
HTML_VALIDATE = ("npx", "--yes", "html-validate@10", "--formatter", "json", "--config")
CONFIG = {
    "extends": ["html-validate:recommended"],
    "rules": {"long-title": "off", "valid-id": ["error", {"relaxed": True}]},
}
MOST = 60
"""Pages of each kind that are checked, spread over all."""


def list_pages(folder: Path) -> list[str]:
    """Pages of each kind."""
    kinds = group_pages(folder).values()
    return [str(page) for pages in kinds for page in spread(pages, MOST)]


def ask(command: Sequence[str], pages: Sequence[str]) -> bytes:
    """What a validator prints; it ends with 1 if it finds something.

    It prints into a file: html-validate ends before all of a long answer is in a pipe.
    """
    with tempfile.TemporaryFile() as printed:
        done = subprocess.run(  # noqa: S603 - the commands are of this file
            [*command, *pages], stdout=printed, stderr=subprocess.PIPE, check=False
        )
        printed.seek(0)
        answer = printed.read()
    if not answer:
        raise SystemExit(done.stderr.decode())
    return answer


def ask_nu(pages: Sequence[str]) -> list[str]:
    """The errors that Nu finds: place and message."""
    messages = json.loads(ask(NU, pages))["messages"]
    return [
        f"{one['url']}:{one.get('lastLine', 1)}: {one['message']}" for one in messages
    ]


def ask_html_validate(pages: Sequence[str]) -> list[str]:
    """The errors that html-validate finds: place, rule and message."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "html-validate.json")
        config.write_text(json.dumps(CONFIG), "utf-8")
        found = json.loads(ask([*HTML_VALIDATE, str(config)], pages))
    return [
        f"{page['filePath']}:{one['line']}: {one['ruleId']}: {one['message']}"
        for page in found
        for one in page["messages"]
    ]


def main(folder: str) -> int:
    """Print what is wrong, and a line for each validator; 1 if one found an error."""
    is_wrong = False
    pages = list_pages(Path(folder))
    for name, validate, needed in (
        ("Nu", ask_nu, ("npx", "java")),
        ("html-validate", ask_html_validate, ("npx",)),
    ):
        if not all(map(shutil.which, needed)):
            print(f"{name} is left out: it needs {' and '.join(needed)}.")
            continue
        errors = validate(pages)
        is_wrong = is_wrong or bool(errors)
        print(*errors, f"{name}: {len(pages)} pages, {len(errors)} errors", sep="\n")
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main(*read_names(__doc__)))
