"""The texts of the web app and their translations; `python -m web.translations` brings the catalogues up to date.

Texts are marked with gettext in `web/**/*.py` and `web/**/*.html`; those of errors that are told in the reader's
language, and of the named queries' headers, are taken from where they stand. Each language has
`LC_MESSAGES/messages.po`, which people edit, and `messages.mo`, which is compiled from it and kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import graph.console
import ingest.identity
from graph.queries import public_queries
from ingest.identity.words import SENTENCES

__all__ = ["LANGUAGES", "brought_up_to_date", "catalogue", "compiled", "missing", "write"]

_HERE = Path(__file__).parent
_METHODS = [("frontend/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]
_MARKS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}

_ERRORS = (
    (graph.console, ("QueryRefusedError", "CypherError", "QueryStoppedError", "ConsoleBusyError")),
    (ingest.identity, ("DecisionError", "NoRecordError")),
)
"""Where errors are raised whose sentences are translated, and which."""

LANGUAGES = ("zh",)


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def brought_up_to_date(kept: Catalog) -> Catalog:
    """The catalogue with exactly the texts that the app has now; new ones are not translated yet."""
    template = Catalog(charset="utf-8", creation_date=kept.creation_date)
    for _, _, text, comments, context in extract_from_dir(str(_HERE.parent), _METHODS, keywords=_MARKS):
        template.add(text, auto_comments=comments, context=context)
    for text in (*_error_texts(), *_query_texts(), *SENTENCES.values()):
        template.add(text)
    kept.update(template, no_fuzzy_matching=True)
    return kept


def _error_texts() -> Iterator[str]:
    """The sentences and hints of errors, except those that are a value alone."""
    for (package, names), argument in product(_ERRORS, (1, 2)):
        marks: dict[str, tuple[int, ...] | None] = dict.fromkeys(names, (argument,))
        for _, _, text, _, _ in extract_from_dir(str(files(package)), [("**.py", "python")], keywords=marks):
            if isinstance(text, str) and text and not text.startswith("{message"):
                yield text


def _query_texts() -> Iterator[str]:
    """What the headers of the named queries say."""
    for query in public_queries():
        yield from filter(None, (query.title, query.description, *(p.meaning for p in query.parameters)))


def missing(kept: Catalog) -> list[str]:
    """The texts that have no translation, or one that somebody must still look at."""
    found = []
    for message in kept:
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and (message.fuzzy or not all(strings)):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def compiled(kept: Catalog) -> bytes:
    """The catalogue in the form that the app reads."""
    file = BytesIO()
    write_mo(file, kept)
    return file.getvalue()


def write(kept: Catalog) -> None:
    """Keep a catalogue, and what is compiled from it."""
    path = _po(str(kept.locale))
    with path.open("wb") as file:
        write_po(file, kept, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    path.with_suffix(".mo").write_bytes(compiled(kept))


def _po(language: str) -> Path:
    return _HERE / language / "LC_MESSAGES" / "messages.po"
