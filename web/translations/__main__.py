"""Brings every catalogue up to date, and tells which texts still need a translation."""

from guanxi.terminal import console
from web.translations import LANGUAGES, brought_up_to_date, catalogue, missing, write

for language in LANGUAGES:
    kept = brought_up_to_date(catalogue(language))
    write(kept)
    for text in missing(kept):
        console.print(f"{language}: {text}", highlight=False, markup=False)
