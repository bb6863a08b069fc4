"""Both themes can be read: contrast as WCAG 2.2 AA asks for."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path("web/static/css")
THEMES = {"light": "app.css", "dark": "dark.css"}


def tokens(theme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / THEMES[theme]).read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out(theme: str) -> None:
    colours = tokens(theme)
    pairs = [
        *product(("text", "muted", "accent"), ("bg", "surface", "raised", "accent-soft")),
        ("accent-text", "accent"),
        *((kind, f"{kind}-soft") for kind in ("good", "warn", "bad")),
    ]
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_clusters_stand_out(theme: str) -> None:
    colours = tokens(theme)
    clusters = [value for name, value in colours.items() if name.startswith("cluster-")]
    assert len(set(clusters)) == 13
    assert min(contrast(value, colours["surface"]) for value in clusters) >= 3
