"""What the tests of the build share: made-up texts, and a workshop where everything can be changed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options, Report
from unres_site.pipeline.sources.reading import Loader

ROOT = Path(__file__).parent.parent
FOLDERS = ("templates", "static", "content")


def text(
    number: int, title: str = "测试决议", cites: tuple[int, ...] = (), session: int = 99
) -> str:
    """A short resolution of session 99, which no corpus has, or of another; what it cites is of session 99."""
    recalls = "".join(
        f" 回顾其 2044 年 12 月 1 日第 99/{cited} 号决议， \n\n" for cited in cites
    )
    return (
        f" {session}/{number}. {title} \n\n\n 大会， \n\n{recalls} 铭记各国须保存文书， \n\n"
        " 1. 请秘书长就此提出报告； \n\n 2. 决定将本项目列入临时议程。 \n\n\n"
        "2044 年 12 月 1 日 \n\n第 60 次全体会议 \n"
    )


def english(number: int, title: str, cites: tuple[int, ...] = ()) -> str:
    """The same in English."""
    recalls = "".join(
        f" Recalling its resolution 99/{cited} of 1 December 2044,\n\n"
        for cited in cites
    )
    return (
        f" 99/{number}. {title}\n\n\n The General Assembly,\n\n{recalls} 1. Decides to keep its records.\n\n\n"
        "60th plenary meeting\n1 December 2044\n"
    )


def parts(number: int, titles: Sequence[str]) -> str:
    """A resolution in parts A, B, …, each a record of its own."""
    found = [
        f"{letter}\n{title}\n大会，\n1. 决定保存文书。\n第90次全体会议\n2044年12月15日\n"
        for letter, title in zip("ABC", titles, strict=False)
    ]
    return "".join([f"99/{number}. 总标题\n", *found])


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Workshop:
    """A folder with texts, templates, static files and configuration of its own; the current folder of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = folder / "resolutions"
        self.site = folder / "site"
        self.notices: list[str] = []
        for name in FOLDERS:
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "site.yml", folder)
        self.texts.mkdir()

    def build(self, loader: Loader | None = None, **changes: object) -> Report:
        """A build in this process, with these options changed."""
        options = {
            "source": "resolutions",
            "output": "site",
            "cache": ".cache",
            **changes,
        }
        return build(Options(**options), self.notices.append, loader)  # type: ignore[arg-type]

    def build_full(self) -> dict[str, bytes]:
        """The files of a build that knows nothing of those before."""
        shutil.rmtree(self.folder / "full", ignore_errors=True)
        self.build(output="full", cache=None)
        return tree_of(self.folder / "full")
