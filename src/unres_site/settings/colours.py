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


class Accent(NamedTuple):
    """A colour for each scheme, as `#1c5587`."""

    light: str
    dark: str


def complete_accent(given: str | dict[Scheme, str]) -> Accent:
    """The accent of both schemes. A colour that is not given is made from the other: the nearest that can be read."""
    if isinstance(given, str):
        given = {"light": given}

    light = given.get("light", "")
    dark = given.get("dark", "")
    if not light:
        light = find_readable(dark, "light")

    if not dark:
        dark = find_readable(light, "dark")

    return Accent(light, dark)


def find_readable(colour: str, scheme: Scheme) -> str:
    """The nearest shade of a colour that has enough contrast in a scheme; the colour itself if it has."""
    goal = 0.0 if scheme == "light" else 1.0
    for step in range(STEPS + 1):
        shade = _mix(colour, goal, step / STEPS)
        if measure_contrast(shade, scheme) >= ENOUGH:
            return shade

    return colour


def measure_contrast(colour: str, scheme: Scheme) -> float:
    """The least contrast of a colour with what is behind links in a scheme: from 1 to 21."""
    contrasts = [_compare(colour, paper) for paper in PAPERS[scheme]]
    return min(contrasts)


def _compare(one: str, other: str) -> float:
    luminances = _measure_luminance(one), _measure_luminance(other)
    lighter = max(luminances) + 0.05
    darker = min(luminances) + 0.05
    return lighter / darker


def _measure_luminance(colour: str) -> float:
    red, green, blue = _read_channels(colour)
    red_light = 0.2126 * _make_linear(red)
    green_light = 0.7152 * _make_linear(green)
    blue_light = 0.0722 * _make_linear(blue)
    return red_light + green_light + blue_light


def _make_linear(channel: float) -> float:
    """A channel of sRGB in proportion to its light."""
    if channel <= 0.04045:  # noqa: PLR2004 - where sRGB ends to be linear
        return channel / 12.92

    linear: float = ((channel + 0.055) / 1.055) ** 2.4
    return linear


def _mix(colour: str, goal: float, part: float) -> str:
    """Mix a colour with a grey. The share of the grey is from 0 (the colour) to 1 (the grey)."""
    written = "#"
    for channel in _read_channels(colour):
        mixed = channel + (goal - channel) * part
        written += f"{round(mixed * 255):02x}"

    return written


def _read_channels(colour: str) -> list[float]:
    """Red, green and blue of `#1c5587`, each from 0 to 1."""
    numbers = bytes.fromhex(colour.removeprefix("#"))
    return [number / 255 for number in numbers]
