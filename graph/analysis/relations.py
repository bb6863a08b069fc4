"""Relations that may be: family, friends, colleagues and partners, guessed from what people share and when they meet.

A guess is never a fact. It has a confidence, its evidence is kept with it, and somebody may confirm or reject it. Each
piece of evidence has a weight between 0 and 1, the chance that it alone would be right; several add up as
`1 - product(1 - weight)`.
"""

from __future__ import annotations

import polars as pl

from guanxi.config import RelationsConfig

__all__ = ["KINDS", "MEETINGS", "PEOPLE", "RELATIONS", "relations", "surname"]

KINDS = ("family", "friend", "colleague", "partner")

PEOPLE = {
    "person": pl.String,
    "name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "address": pl.String,
    "customer": pl.String,
}
"""Contacts: how to reach them, and where they work (the first account, null for none)."""

MEETINGS = {"a": pl.String, "b": pl.String, "at": pl.Datetime, "people": pl.Int64, "with_us": pl.Boolean}
"""One row for each interaction of two contacts, a < b: when (local time), how many took part, whether one of us did."""

RELATIONS = {"a": pl.String, "b": pl.String, "kind": pl.String, "confidence": pl.Float64, "evidence": pl.String}
"""One row for each guess, a < b; `evidence` is JSON: [{"code", "weight", "count"}]."""

_WEIGHTS = {"address": 0.45, "phone": 0.45, "private_domain": 0.45, "surname": 0.5, "company_domain": 0.7}
_PAIR = ["a", "b"]
_COMPOUND = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木|南宫"


def relations(people: pl.DataFrame, meetings: pl.DataFrame, config: RelationsConfig) -> pl.DataFrame:
    """The relations between contacts of different accounts that are likely enough.

    - family: a postal address, telephone number or private e-mail domain that only a few people of different accounts
      share; a surname counts beside these, less the more common it is, and so do private meetings. An address or
      number that two people of one account have is an office.
    - colleague: an e-mail address of the company where the other works.
    - friend: at least `config.fewest` private meetings of few people: outside working hours, without one of us.
    - partner: at least `config.fewest` dealings with us of few people where both took part.

    n meetings weigh n / (n + `config.fewest`). For friends that is multiplied with the share that is private of all
    their meetings of few people; for partners with the share of these that is with us, and with the cosine of their
    dealings with us (those of both, divided by the root of the product of those of each). A pair that may be family is
    not guessed to be friends.

    Parameters
    ----------
    people, meetings
        Columns PEOPLE and MEETINGS.

    Returns
    -------
    Columns RELATIONS with a confidence of at least `config.least`, by a, b and kind.

    Notes
    -----
    Cost: linear in people and meetings. What more than `config.household` people share (an office, a free-mail
    provider) makes no pairs.
    """
    small = meetings.filter(pl.col("people") <= config.most_people)
    off_hours = (pl.col("at").dt.weekday() >= 6) | ~pl.col("at").dt.hour().is_between(
        config.from_hour, config.to_hour - 1
    )
    met = small.group_by(_PAIR).agg(
        pl.len().alias("met"),
        (off_hours & ~pl.col("with_us")).sum().alias("private"),
        pl.col("with_us").sum().alias("joint"),
    )
    often = met.filter(pl.col("private") >= config.fewest)
    private = _counted(often, "private_meetings", pl.col("private"), config.fewest)
    home = pl.concat([_shared(people, name, config) for name in ("address", "phone", "private_domain")])
    with_surname = pl.concat([home, _surnames(people, home)])
    family = pl.concat([with_surname, private.join(home.select(_PAIR).unique(), on=_PAIR)])
    share = pl.col("private") / pl.col("met")
    friends = _counted(often, "private_meetings", pl.col("private"), config.fewest, share)
    guesses = {
        "family": family,
        "friend": friends.join(home.select(_PAIR).unique(), on=_PAIR, how="anti"),
        "colleague": _company_domain(people, met, config),
        "partner": _partners(met, small, config),
    }
    found = pl.concat([rows.with_columns(kind=pl.lit(kind)) for kind, rows in guesses.items()])
    elsewhere = people.select(a="person", at_a="customer"), people.select(b="person", at_b="customer")
    piece = pl.struct("code", pl.col("weight").round(3), "count").struct.json_encode()
    return (
        found.join(elsewhere[0], on="a")
        .join(elsewhere[1], on="b")
        .filter(pl.col("at_a").ne_missing(pl.col("at_b")))
        .sort("a", "b", "kind", "weight", "code", descending=[False, False, False, True, False])
        .group_by("a", "b", "kind", maintain_order=True)
        .agg(
            (1.0 - (1.0 - pl.col("weight")).product()).alias("confidence"),
            pl.concat_str(pl.lit("["), piece.str.join(","), pl.lit("]")).first().alias("evidence"),
        )
        .filter(pl.col("confidence") >= config.least)
        .select(*RELATIONS)
    )


def surname(name: pl.Expr) -> pl.Expr:
    """The surname: the first character of a Chinese name (two of a compound one), else the last word, folded."""
    chinese = name.str.extract(rf"^((?:{_COMPOUND})|\p{{Han}})\p{{Han}}{{1,2}}$")
    return pl.coalesce(chinese, name.str.to_lowercase().str.extract(r"\s(\S+)$"))


def _evidence(pairs: pl.DataFrame, code: str, weight: pl.Expr | float, count: pl.Expr | None = None) -> pl.DataFrame:
    counted = pl.lit(None) if count is None else count
    weighed = pl.lit(weight) if isinstance(weight, float) else weight
    return pairs.select(*_PAIR, code=pl.lit(code), weight=weighed.cast(pl.Float64), count=counted.cast(pl.Int64))


def _counted(pairs: pl.DataFrame, code: str, count: pl.Expr, fewest: int, share: pl.Expr | float = 1.0) -> pl.DataFrame:
    """Evidence that grows with how often something happened."""
    return _evidence(pairs, code, count / (count + fewest) * share, count)


def _domains(people: pl.DataFrame) -> pl.DataFrame:
    """The e-mail domain of each person, and at which account most people with it work (null where no two do)."""
    domain = pl.col("email").str.to_lowercase().str.extract("@(.+)$")
    placed = people.with_columns(domain.alias("domain")).drop_nulls("domain")
    of_account = placed.drop_nulls("customer").group_by("domain", "customer").agg(pl.len().alias("there"))
    owner = of_account.filter(pl.col("there") >= 2).sort("there", "customer", descending=[True, False])
    owner = owner.unique("domain", keep="first").select("domain", owner="customer")
    return placed.join(owner, on="domain", how="left")


def _shared(people: pl.DataFrame, name: str, config: RelationsConfig) -> pl.DataFrame:
    """Pairs of the few people who have the same address, number or private domain."""
    if name == "private_domain":
        holders = _domains(people).filter(pl.col("owner").is_null()).select("person", value="domain")
    else:
        value = pl.col(name).str.to_lowercase().str.replace_all(r"[\s,.\-]+", " ").str.strip_chars()
        holders = people.select("person", "customer", value=value).filter(pl.col("value").str.len_chars() > 0)
        office = pl.col("customer").is_not_null() & (pl.len().over("value", "customer") > 1)
        holders = holders.filter(~office.any().over("value"))
    few = holders.filter(pl.len().over("value").is_between(2, config.household))
    return _evidence(_pairs(few), name, _WEIGHTS[name])


def _pairs(holders: pl.DataFrame) -> pl.DataFrame:
    one = holders.select("value", a="person")
    pairs = one.join(holders.select("value", b="person"), on="value")
    return pairs.filter(pl.col("a") < pl.col("b")).select(_PAIR).unique()


def _surnames(people: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs with the same surname among these; the rarer it is, the more it says."""
    named = people.select("person", surname=surname(pl.col("name"))).drop_nulls()
    rarity = 1.0 - pl.len().over("surname") / pl.len()
    named = named.with_columns(rarity.alias("rarity"))
    alike = (
        pairs.select(_PAIR)
        .unique()
        .join(named.rename({"person": "a"}), on="a")
        .join(named.select(b="person", surname_b="surname"), on="b")
        .filter(pl.col("surname") == pl.col("surname_b"))
    )
    return _evidence(alike, "surname", _WEIGHTS["surname"] * pl.col("rarity"))


def _company_domain(people: pl.DataFrame, met: pl.DataFrame, config: RelationsConfig) -> pl.DataFrame:
    """Pairs of whom one has an address of the company where the other works: if it is small, or the two have met."""
    domains = _domains(people).drop_nulls("owner")
    strays = domains.filter(pl.col("customer").ne_missing(pl.col("owner"))).select("domain", "owner", stray="person")
    there = domains.filter(pl.col("customer") == pl.col("owner")).select("domain", insider="person")
    there = there.with_columns(pl.len().over("domain").alias("size"))
    pairs = strays.join(there, on="domain").select(
        "size", a=pl.min_horizontal("stray", "insider"), b=pl.max_horizontal("stray", "insider")
    )
    seen = pairs.join(met, on=_PAIR, how="left").filter((pl.col("size") <= config.small) | (pl.col("met") > 0))
    often = seen.filter(pl.col("met") > 0)
    return pl.concat(
        [
            _evidence(seen, "company_domain", _WEIGHTS["company_domain"]),
            _counted(often, "meetings", pl.col("met"), config.fewest),
        ]
    )


def _partners(met: pl.DataFrame, small: pl.DataFrame, config: RelationsConfig) -> pl.DataFrame:
    """Pairs who deal with us together rather than each alone, or with each other without us."""
    with_us = small.filter("with_us")
    both = pl.concat([with_us.select("at", person="a"), with_us.select("at", person="b")])
    busy = both.unique().group_by("person").agg(pl.len().alias("dealings"))
    often = (
        met.filter(pl.col("joint") >= config.fewest)
        .join(busy.rename({"person": "a"}), on="a")
        .join(busy.rename({"person": "b", "dealings": "dealings_b"}), on="b")
    )
    together = pl.col("joint") / (pl.col("dealings") * pl.col("dealings_b")).sqrt()
    share = together.clip(upper_bound=1.0) * pl.col("joint") / pl.col("met")
    return _counted(often, "joint_dealings", pl.col("joint"), config.fewest, share)
