"""Texts, sidecars, configuration and queries that try to run a script: in Chromium none ever does.

`tests/data/hostile.txt` has a payload a line, all of which call `alert`. Each is put into every place of a text of its
own that is shown anywhere. Pages are looked at twice: as published, on a host that sends the headers of `_headers`, and
with every policy switched off, where nothing but the escaping is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Quiet, Site, Watch, Watched, serve
from tests.search_pages import ask, search
from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options

pytestmark = pytest.mark.browser

PAYLOADS = (
    (Path(__file__).parent.parent / "data" / "hostile.txt")
    .read_text("utf-8")
    .splitlines()
)
ALL = " ".join(PAYLOADS)
RULE = " " * 59

TEXT = """ 99/{number}. 甲{payload}

 大会，

 回顾{payload}，
1


 铭记各国须保存文书{payload}；
2


 1. 请秘书长{payload}；

 2. 决定将本项目列入临时议程。

2044 年 12 月 1 日

第 60 次全体会议

{rule}
1
 见{payload}。
"""
WATCH = "for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => executed(location.href);"

AUDIT = """(root) => {
  const links = /^(href|src|action|formaction|data|srcdoc|xlink:href)$/i;
  const written = 'iframe, object, embed, base, style, img, math, video, audio, meta[http-equiv=refresh]';
  const drawn = 'svg script, svg a:not([href^="years/"]), svg use, svg set, svg animate, svg foreignObject';
  const runs = ({name, value}) => /^on/i.test(name)
    || links.test(name) && !(URL.canParse(value, location) && /^(https?|mailto):/.test(new URL(value, location).href));
  const suspicious = (one) => one.matches(written) || one.matches(drawn)
    || one.matches('script:not([src])') && one.type !== 'application/ld+json';
  return [...(root ?? document).querySelectorAll('*')].flatMap((one) => [
    ...[...one.attributes].filter(runs).map(({name, value}) => `${one.localName} ${name}=${value}`),
    ...(suspicious(one) ? [one.outerHTML] : []),
  ]);
}"""
"""What no page has: attributes that run scripts, addresses that do, elements that no template writes."""

PARSE = "(text) => new DOMParser().parseFromString(text, 'text/html')"
READ = f"""async (addresses) => {{
  const found = [];
  for (const address of addresses) {{
    const answer = await fetch(address);
    const wrong = ({AUDIT})(({PARSE})(await answer.text()));
    if (!answer.ok || wrong.length) found.push([address, answer.status, ...wrong]);
  }}
  return found;
}}"""
"""The pages that have what no page has, each parsed as a browser parses it and not shown: a tenth of the time."""

SHOWN = f"() => [document.querySelector('#q').value, ({AUDIT})()]"
"""The query in the box, and what the page should not have."""


class Guarded(Quiet):
    """Sends what the site's `_headers` asks a host to send with every file."""

    def end_headers(self) -> None:
        """Before the headers end."""
        for line in Path(self.directory, "_headers").read_text("utf-8").splitlines():
            if line.startswith(" "):
                self.send_header(*line.strip().split(": ", 1))
        super().end_headers()


def write(folder: Path, number: int, payload: str) -> None:
    """A text with the payload in every place, its sidecar, a remark; and a text with the payload for a symbol."""
    said, text = (
        json.dumps(payload),
        TEXT.format(number=number, payload=payload, rule=RULE),
    )
    line = text[: text.index("铭记")].count("\n") + 1
    correction = f"{{line: {line}, find: 铭记, replace: {said}, why: {said}}}"
    files = {
        f"99-{number}.txt": text,
        f"99-{number}.yml": f"topics: [{said}]\ncorrections: [{correction}]\nnotes: [{{number: 2, text: {said}}}]\n",
        f"99-{number}.md": f"{payload}\n\n- {payload}\n\n> {payload}\n",
        f"bad-{number}.txt": text,
        f"bad-{number}.yml": f"symbol: {said}\n",
        f"lost-{number}.txt": f"{payload}\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of hostile texts under a hostile configuration."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "texts").mkdir()
    for number, payload in enumerate(PAYLOADS, 1):
        write(place / "texts", number, payload)
    words = {"title": ALL, "description": ALL, "license": ALL, "organs": {"A": ALL}}
    (place / "site.yml").write_text(
        json.dumps({**words, "base_address": "http://localhost/"}), "utf-8"
    )
    site = place / "site"
    summary = build(
        Options(str(place / "texts"), str(site), str(place / "site.yml"), None),
        lambda _: None,
    )
    assert summary.published == len(PAYLOADS), (
        "each text is published, and none with a payload for its symbol"
    )
    return site


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[Site]:
    yield from serve(folder, Guarded)


@pytest.fixture(params=["guarded", "bare"])
def watched(
    browser: Browser, host: Site, request: pytest.FixtureRequest
) -> Iterator[Watched]:
    """A page that says what runs, once with all policies and once with none."""
    with browser.new_context(bypass_csp=request.param == "bare") as context:
        found = Watch(context.new_page(), host.address).watched
        context.expose_function(
            "executed", lambda place: found.complaints.append(f"executed: {place}")
        )
        context.add_init_script(WATCH)
        yield found


def test_what_runs_is_seen(browser: Browser) -> None:
    """The watch itself: written as they are into a page without a policy, payloads run."""
    ran: list[str] = []
    with browser.new_context() as context:
        context.expose_function("executed", lambda place: ran.append(place))  # noqa: PLW0108 - Playwright can't take a list's own method
        context.add_init_script(WATCH)
        page = context.new_page()
        suspicious = 0
        for payload in PAYLOADS[:40]:
            page.set_content(
                f'<!doctype html><p title="{payload}">{payload}</p>',
                wait_until="commit",
            )
            suspicious += bool(page.evaluate(AUDIT))
        page.wait_for_timeout(200)
        parsed = f"(texts) => texts.filter((text) => ({AUDIT})(({PARSE})(text)).length)"
        unshown = page.evaluate(parsed, PAYLOADS[:40])
    assert len(ran) >= 25
    assert suspicious >= 30
    assert len(unshown) >= 25


def list_addresses(folder: Path) -> list[str]:
    """All that a browser shows of the site; of the topics, which are one a payload, every tenth page and feed."""
    shown = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".xml", ".txt"}
    ]
    topics = [address for address in shown if address.startswith("topics/")]
    sources = [address for address in shown if address.endswith(".txt")]
    passed = {*topics, *sources} - {*topics[::10], *sources[::10]}
    return [
        *(address for address in shown if address not in passed),
        "A/RES/99/1.json",
    ]


def test_no_text_writes_an_element(
    open_page: Callable[..., Watched], host: Site, folder: Path
) -> None:
    """Escaping is held on the page of each payload."""
    pages = [
        address
        for address in list_addresses(folder)
        if address.startswith("A/RES/99/") and address.endswith(".html")
    ]
    assert len(pages) >= len(PAYLOADS)
    page, _ = open_page(f"{host.address}404.html")
    assert page.evaluate(READ, [host.address + address for address in pages]) == []


@pytest.mark.parametrize(
    ("watched", "every"), [("guarded", 8), ("bare", 3)], indirect=["watched"]
)
def test_no_page_runs_what_a_text_says(
    watched: Watched, host: Site, folder: Path, every: int
) -> None:
    """All kinds of pages are shown, and those of some texts, with the policy and without it."""
    page, complaints = watched
    for number, address in enumerate(list_addresses(folder)):
        if number % every and address.startswith("A/RES/99/"):
            continue
        page.goto(host.address + address, wait_until="load")
        if address.endswith(".html"):
            assert page.evaluate(AUDIT) == [], address
            assert serious(complaints) == [], address
        assert not [one for one in complaints if one.startswith("executed")], address
        complaints.clear()


def test_every_payload_is_shown_as_words(watched: Watched, host: Site) -> None:
    """Else nothing would have been tried."""
    page, _ = watched
    for number, payload in (
        (number, payload)
        for number, payload in enumerate(PAYLOADS, 1)
        if number % 10 == 1
    ):
        page.goto(f"{host.address}A/RES/99/{number}.html")
        for place in ("h1", ".preambular", ".operative", ".notes", ".facts", "ins"):
            assert squeezed(payload) in squeezed(
                page.locator(place).first.inner_text()
            ), (place, payload)


def serious(complaints: list[str]) -> list[str]:
    """Without that of the browser, which drops the icon of a page that is left before it has come."""
    return [one for one in complaints if "/icon." not in one]


def squeezed(words: str) -> str:
    """Without white space, which is the only thing that may change."""
    return "".join(words.split())


@pytest.mark.parametrize(
    ("watched", "queries"),
    [("guarded", PAYLOADS[1::8]), ("bare", PAYLOADS[::2])],
    indirect=["watched"],
)
def test_no_query_runs(watched: Watched, host: Site, queries: list[str]) -> None:
    """Typed, and some of them as part of the address, too."""
    page, complaints = watched
    for number, payload in enumerate(queries):
        way = search if number % 8 == 0 else ask
        assert way(page, host.address, payload).state == "done", payload
        assert page.evaluate(SHOWN) == [payload, []]
    assert serious(complaints) == []


def test_no_result_runs(watched: Watched, host: Site) -> None:
    """Results show titles and words of hostile texts."""
    page, complaints = watched
    for query in ("各国须保存文书", "alert", "script", "onerror", "javascript"):
        assert search(page, host.address, query).items, query
        assert page.evaluate(AUDIT) == [], query
    assert serious(complaints) == []
