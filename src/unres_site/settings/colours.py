"""The accent of a site in its two schemes: whether links in it can be read, and the nearest colour in which they can.

Contrast and luminance are those of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

PAPERS: dict[Scheme, tuple[str, ...]] = {
    "light": ("#fdfcf9", "#eef3f7"),
    "dark": ("#181715", "#22292f"),
}
"""The colours behind links: `--paper` and `--tint` of `static/css/10-tokens.css`."""

ENOUGH = 4.5
"""The contrast that text of any size needs."""

STEPS = 256
"""The shades between a colour and black, or white."""

Channels = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""


class Accent(NamedTuple):
    """A colour for each scheme, as `#1c5587`."""

    light: str
    dark: str


def complete_accent(given: str | dict[Scheme, str]) -> Accent:
    """The accent of both schemes. A colour that is not given is made from the other: the nearest that can be read."""
    colours: dict[Scheme, str] = {"light": given} if isinstance(given, str) else given
    light, dark = colours.get("light", ""), colours.get("dark", "")
    return Accent(
        light or find_readable(dark, "light"), dark or find_readable(light, "dark")
    )


def find_readable(colour: str, scheme: Scheme) -> str:
    """The nearest shade of a colour that has enough contrast in a scheme; the colour itself if it has."""
    goal = 0.0 if scheme == "light" else 1.0
    start = _read_channels(colour)
    for step in range(STEPS + 1):
        part = step / STEPS
        shade = _write_colour(tuple(one + (goal - one) * part for one in start))
        if measure_contrast(shade, scheme) >= ENOUGH:
            return shade
    return colour


def measure_contrast(colour: str, scheme: Scheme) -> float:
    """The least contrast of a colour with what is behind links in a scheme: from 1 to 21."""
    return min(_compare(colour, paper) for paper in PAPERS[scheme])


def _compare(one: str, other: str) -> float:
    low, high = sorted((_measure_luminance(one), _measure_luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _measure_luminance(colour: str) -> float:
    red, green, blue = map(_make_linear, _read_channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _make_linear(channel: float) -> float:
    """A channel of sRGB in proportion to its light."""
    if channel <= 0.04045:  # noqa: PLR2004 - where sRGB ends to be linear
        return channel / 12.92
    linear: float = ((channel + 0.055) / 1.055) ** 2.4
    return linear


def _read_channels(colour: str) -> Channels:
    """The channels of `#1c5587`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _write_colour(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(one * 255):02x}" for one in channels)
