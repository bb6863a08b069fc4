"""Subject lines that fit the language, the occasion and the channel."""

from __future__ import annotations

import numpy as np
import polars as pl

from cli.sample import words
from cli.sample.arrays import Ints, pick
from cli.sample.world import World

__all__ = ["Subjects"]


class Subjects:
    """All subject lines in one list, those of a language, scene and channel side by side."""

    def __init__(self, products: pl.Series) -> None:
        """`products` are the names of what we sell."""
        self.products = products
        shape = (2, 4, len(words.CHANNELS))
        self.first, self.count = np.zeros(shape, dtype=np.int64), np.ones(shape, dtype=np.int64)
        lines: list[str] = []
        for language, scenes in enumerate(words.SUBJECTS):
            for scene, by_channel in enumerate(scenes):
                for channel, name in enumerate(words.CHANNELS):
                    found = by_channel.get(name, ())
                    self.first[language, scene, channel] = len(lines)
                    self.count[language, scene, channel] = len(found)
                    lines += found
        self.templates = pl.Series(lines)

    def lines(self, rng: np.random.Generator, world: World, scene: Ints, channel: Ints, lead: Ints) -> pl.Series:
        """A subject for each row, about `lead`, a contact: their company, circle, or one of the products."""
        circle, companies = world.contacts.circle[lead], world.customers.names["name"]
        language, industry = world.circles.language[circle], world.circles.industry[circle]
        kind = (language, scene, channel)
        chosen = self.first[kind] + (rng.random(lead.size) * self.count[kind]).astype(np.int64)
        industries = [pl.Series(names)[industry] for names in zip(*words.INDUSTRIES, strict=True)]
        filled = {
            "product": self.products[pick(rng, len(self.products), lead.size)],
            "company": companies[world.contacts.customer[lead]],
            "company2": companies[self._neighbours(rng, world, circle)],
            "city": pl.Series([name for name, *_ in words.CITIES])[world.circles.city[circle]],
            "industry": industries[words.CHINESE].zip_with(
                pl.Series(language == words.CHINESE), industries[words.ENGLISH]
            ),
        }
        text = pl.col("template")
        for name in filled:
            text = text.str.replace("{" + name + "}", pl.col(name), literal=True)
        return pl.DataFrame({"template": self.templates[chosen], **filled}).select(text).to_series()

    @staticmethod
    def _neighbours(rng: np.random.Generator, world: World, circle: Ints) -> Ints:
        """A customer of each circle."""
        first, end = (np.searchsorted(world.customers.circle, circle, side=side) for side in ("left", "right"))
        return first + (rng.random(circle.size) * (end - first)).astype(np.int64)
