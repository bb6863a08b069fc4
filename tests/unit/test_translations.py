"""Every text of the web app is there in every language."""

import re
from pathlib import Path

import pytest

from web.translations import LANGUAGES, brought_up_to_date, catalogue, compiled, missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_compiled(language: str) -> None:
    kept = catalogue(language)
    assert missing(brought_up_to_date(kept)) == [], "run: make translations"
    assert not kept.obsolete, "run: make translations"
    path = Path(f"web/translations/{language}/LC_MESSAGES/messages.mo")
    assert path.read_bytes() == compiled(catalogue(language)), "run: make translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in catalogue(language):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for string in strings:
            assert _placeholders(string) in [_placeholders(source) for source in sources], message.id


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|\{\w+\}", text))
