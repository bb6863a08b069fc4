"""Names of people and companies, drawn once from Faker and then combined in columns."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
import polars as pl
from faker import Faker

from cli.sample import words
from cli.sample.arrays import Ints, pick

__all__ = ["Names", "unique"]

_DRAWS = 3000


@dataclass(frozen=True)
class Names:
    """Pools of given names and surnames by language, each with its spelling in e-mail addresses."""

    given: tuple[pl.DataFrame, pl.DataFrame]
    surnames: tuple[pl.DataFrame, pl.DataFrame]

    @classmethod
    def drawn(cls, seed: int) -> Names:
        """Draw the pools with Faker; the same seed gives the same pools."""
        given, surnames = [], []
        for locales in (["en_GB", "en_US"], ["zh_CN"]):
            fake = Faker(locales)
            fake.seed_instance(seed)
            given.append(_pool([fake.first_name() for _ in range(_DRAWS)]))
            surnames.append(_pool([fake.last_name() for _ in range(_DRAWS)]))
        return cls((given[0], given[1]), (surnames[0], surnames[1]))

    def people(self, rng: np.random.Generator, language: Ints, domain: pl.Series) -> pl.DataFrame:
        """A name and an e-mail address of its own for each person: columns `name` and `email`."""
        parts = []
        for code in (words.ENGLISH, words.CHINESE):
            where = np.flatnonzero(language == code)
            given = self.given[code][pick(rng, self.given[code].height, where.size)]
            surname = self.surnames[code][pick(rng, self.surnames[code].height, where.size)]
            whole = given["text"] + " " + surname["text"] if code == words.ENGLISH else surname["text"] + given["text"]
            local = given["latin"] + "." + surname["latin"]
            parts.append(pl.DataFrame({"row": where, "name": whole, "local": local}))
        table = pl.concat(parts).sort("row").with_columns(domain=domain)
        return table.select("name", email=unique(table["local"] + "@" + table["domain"], before="@"))

    def companies(self, rng: np.random.Generator, language: Ints, industry: Ints, city: Ints) -> pl.DataFrame:
        """A name and an internet domain of its own for each company: columns `name` and `domain`."""
        rows = language.size
        surnames = self.surnames[words.ENGLISH]
        first, second = (surnames[pick(rng, surnames.height, rows)] for _ in range(2))
        stems = pl.DataFrame({"text": list(words.COMPANY_STEMS), "latin": list(words.COMPANY_STEMS.values())})
        left, right = (stems[pick(rng, stems.height, rows)] for _ in range(2))
        nouns = [pl.Series(nouns)[industry] for nouns in words.COMPANY_NOUNS]
        suffixes = [pl.Series(pool)[pick(rng, len(pool), rows)] for pool in words.COMPANY_SUFFIXES]
        latin_nouns = nouns[words.ENGLISH].str.to_lowercase()
        both = rng.random(rows) < 0.2
        stem = pl.select(
            pl.when(both).then(first["text"] + " & " + second["text"]).otherwise(first["text"])
        ).to_series()
        english = pl.DataFrame(
            {
                "name": stem + " " + nouns[words.ENGLISH] + " " + suffixes[words.ENGLISH],
                "slug": first["latin"] + "-" + latin_nouns,
            }
        )
        place = pl.Series([name for name, *_ in words.CITIES])[city]
        chinese = pl.DataFrame(
            {
                "name": place + left["text"] + right["text"] + nouns[words.CHINESE] + suffixes[words.CHINESE],
                "slug": left["latin"] + right["latin"],
            }
        )
        is_chinese = pl.Series(language == words.CHINESE)
        name = chinese["name"].zip_with(is_chinese, english["name"])
        slug = chinese["slug"].zip_with(is_chinese, english["slug"])
        return pl.DataFrame({"name": name, "domain": unique(slug + ".example", before=".example")})


def unique(texts: pl.Series, *, before: str) -> pl.Series:
    """Make repeated texts differ: the second `a@b` becomes `a2@b` when `before` is "@"."""
    frame = texts.alias("text").to_frame().with_columns(nth=pl.int_range(1, pl.len() + 1).over("text"))
    numbered = pl.col("text").str.replace(before, pl.col("nth").cast(pl.String) + before, literal=True)
    return frame.select(pl.when(pl.col("nth") > 1).then(numbered).otherwise("text").alias("text")).to_series()


def _pool(drawn: list[str]) -> pl.DataFrame:
    """Distinct names whose Latin spelling is known, in the order drawn: columns `text` and `latin`."""
    spelled = {name: _latin(name) for name in drawn}
    known = {name: latin for name, latin in spelled.items() if latin}
    return pl.DataFrame({"text": list(known), "latin": list(known.values())})


def _latin(name: str) -> str:
    if not name.isascii():
        return "".join(words.PINYIN[character] for character in name) if set(name) <= words.PINYIN.keys() else ""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalpha())
