"""How alike two records are: a Fellegi-Sunter model, scored with splink on DuckDB.

Each comparison has levels, from agreement to contradiction. A level's weight is `log2(m / u)`: how much more often it
occurs among records of the same person (`m`) than among any two (`u`). Where there are few records, the declared `m`
and `u` hold; where there are many, both are estimated from the records themselves, without labels: `u` from random
pairs, `m` by expectation maximisation (Fellegi and Sunter 1969; Winkler 1988). Rare names and companies weigh more
than frequent ones (term frequencies).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from splink import Linker

__all__ = [
    "COMPANIES",
    "PEOPLE",
    "SEED",
    "TRAINED_FROM",
    "Comparison",
    "Level",
    "Model",
    "score",
    "train",
    "trained_on",
    "weights",
]

SEED = 17
TRAINED_FROM = 4000
"""Records from which a model is trained; fewer say too little."""

_RANDOM_PAIRS = 1.5e6
_ENOUGH_PAIRS = 100
_CERTAIN_RECALL = 0.6
"""Which share of those that are the same the certain rules of a model find, roughly."""
_EXPECTED = 0.1
"""Duplicates expected for each record, where the records do not tell."""
_FEWEST = 500
"""Among fewer records, two are not held to be more likely the same than among this many."""


@dataclass(frozen=True)
class Level:
    """One level of a comparison: its name, when it holds, and how often among the same (m) and among any (u)."""

    name: str
    holds: str
    m: float
    u: float
    frequencies: str | None = None
    fixed: bool = False
    """Whether training leaves m as it is declared."""


@dataclass(frozen=True)
class Comparison:
    """Levels from agreement to contradiction; `missing` says when one side has nothing to compare."""

    name: str
    missing: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Model:
    """Comparisons, the columns that they need, and the blocks within which they are trained."""

    name: str
    comparisons: tuple[Comparison, ...]
    columns: tuple[str, ...]
    frequencies: tuple[str, ...]
    blocks: tuple[str, ...]
    certain: tuple[str, ...]
    """Rules that hardly ever hold for different ones; they find about half of the same."""


def _same(column: str) -> str:
    return f"{column}_l = {column}_r"


def _either(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _alike(column: str, threshold: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {threshold}"


_BOTH_HAN = "han_l AND han_r"
_IN_ANY_ORDER = "list_has_any(forms_l, forms_r)"
_INITIALS = "list_has_any(shorts_l, shorts_r) AND (has_initial_l OR has_initial_r)"
_OWN = "local_own_l IS NOT NULL AND local_own_r IS NOT NULL"
_TURNED_ALIKE = (
    "greatest(jaro_winkler_similarity(name_l, name_r), jaro_winkler_similarity(turned_l, name_r),"
    " jaro_winkler_similarity(name_l, turned_r)) >= {}"
)

PEOPLE = Model(
    "people",
    (
        Comparison(
            "name",
            _either("name"),
            (
                Level("same", _same("core"), 0.68, 0.0004, "name_key"),
                Level("same in pinyin", f"{_IN_ANY_ORDER} AND NOT ({_BOTH_HAN})", 0.14, 0.0006, "name_key"),
                Level("sounds the same", _IN_ANY_ORDER, 0.03, 0.0008, "name_key"),
                Level("initials", _INITIALS, 0.04, 0.0005),
                Level("nearly the same", f"{_TURNED_ALIKE.format(0.93)} AND NOT ({_BOTH_HAN})", 0.07, 0.001),
                Level("alike", _TURNED_ALIKE.format(0.85), 0.02, 0.01),
                Level("other", "ELSE", 0.005, 0.98, fixed=True),
            ),
        ),
        Comparison(
            "email",
            _either("email"),
            (
                Level("same", _same("email"), 0.6, 0.00002),
                Level("same own part", _same("local_own"), 0.04, 0.0001),
                Level("nearly the same", f"damerau_levenshtein(email_l, email_r) <= 1 AND {_OWN}", 0.03, 0.00005),
                Level("other", "ELSE", 0.33, 0.9998),
            ),
        ),
        Comparison(
            "phone",
            _either("phone"),
            (
                Level("same", _same("phone"), 0.75, 0.0002, "phone"),
                Level("same end", "right(phone_l, 7) = right(phone_r, 7)", 0.03, 0.0003),
                Level("nearly the same", "damerau_levenshtein(phone_l, phone_r) <= 1", 0.03, 0.0003),
                Level("other", "ELSE", 0.19, 0.9992),
            ),
        ),
        Comparison(
            "company",
            "len(employers_l) = 0 OR len(employers_r) = 0",
            (
                Level("same", _same("company"), 0.72, 0.0005, "company"),
                Level("same domain", "list_has_any(employers_l, employers_r)", 0.06, 0.0005),
                Level("alike", _alike("company", 0.9), 0.05, 0.002),
                Level("other", "ELSE", 0.17, 0.997),
            ),
        ),
        Comparison(
            "city",
            f"{_either('city')} OR list_has_any(employers_l, employers_r)",
            (Level("same", _same("city"), 0.6, 0.05, "city"), Level("other", "ELSE", 0.4, 0.95)),
        ),
        Comparison(
            "title",
            _either("title"),
            (
                Level("same", _same("title"), 0.6, 0.05, "title"),
                Level("alike", _alike("title", 0.88), 0.1, 0.03),
                Level("other", "ELSE", 0.3, 0.92),
            ),
        ),
    ),
    columns=(
        "core", "han", "name", "turned", "forms", "name_key", "shorts", "has_initial", "email", "local_own", "phone",
        "company", "employers", "city", "title",
    ),
    frequencies=("name_key", "phone", "company", "city", "title"),
    blocks=("l.email = r.email", "l.phone = r.phone", "l.name_key = r.name_key AND l.company = r.company"),
    certain=("l.email = r.email", "l.phone = r.phone AND l.name_key = r.name_key"),
)  # fmt: skip

COMPANIES = Model(
    "companies",
    (
        Comparison(
            "name",
            _either("name"),
            (
                Level("same", _same("core"), 0.7, 0.0003, "name"),
                Level("same in pinyin", f"{_same('name')} AND NOT ({_BOTH_HAN})", 0.05, 0.0003, "name"),
                Level("nearly the same", _alike("name", 0.94), 0.13, 0.001),
                Level("alike", _alike("name", 0.86), 0.06, 0.01),
                Level("other", "ELSE", 0.01, 0.988, fixed=True),
            ),
        ),
        Comparison(
            "site",
            _either("site"),
            (Level("same", _same("site"), 0.85, 0.0001), Level("other", "ELSE", 0.15, 0.9999)),
        ),
        Comparison(
            "phone",
            _either("phone"),
            (
                Level("same", _same("phone"), 0.7, 0.0001),
                Level("same end", "right(phone_l, 7) = right(phone_r, 7)", 0.04, 0.0002),
                Level("other", "ELSE", 0.26, 0.9997),
            ),
        ),
        Comparison(
            "city",
            _either("city"),
            (Level("same", _same("city"), 0.85, 0.05, "city"), Level("other", "ELSE", 0.15, 0.95)),
        ),
        Comparison(
            "country",
            _either("country"),
            (Level("same", _same("country"), 0.95, 0.3), Level("other", "ELSE", 0.05, 0.7)),
        ),
        Comparison(
            "registration",
            _either("registration"),
            (Level("same", _same("registration"), 0.97, 0.00001), Level("other", "ELSE", 0.03, 0.99999)),
        ),
    ),
    columns=("core", "han", "name", "site", "phone", "city", "country", "registration"),
    frequencies=("name", "city"),
    blocks=("l.site = r.site", "l.phone = r.phone", "l.core = r.core AND l.city = r.city"),
    certain=("l.registration = r.registration", "l.site = r.site AND l.core = r.core"),
)


def train(model: Model, features: pl.DataFrame, path: Path) -> None:
    """Estimate the weights from the records themselves and keep them under `path`; nothing of a record is in it.

    Where too few pairs agree in anything that tells, there is nothing to learn from, and nothing is kept.
    """
    blocks = [block for block in model.blocks if _agreeing(features, block) >= _ENOUGH_PAIRS]
    if not blocks or sum(_agreeing(features, rule) for rule in model.certain) < _ENOUGH_PAIRS:
        return
    linker = _linker(model, features, _settings(model, features.height))
    for name in model.frequencies:
        _register_frequencies(linker, features, name)
    linker.training.estimate_probability_two_random_records_match(list(model.certain), recall=_CERTAIN_RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=SEED)
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block, estimate_without_term_frequencies=True, max_pairs=_RANDOM_PAIRS
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"records": features.height, "model": linker.misc.save_model_to_json()}
    path.write_text(json.dumps(kept), encoding="utf-8")


def _agreeing(features: pl.DataFrame, rule: str) -> int:
    """How many pairs of records agree by a rule such as `l.email = r.email AND l.name = r.name`."""
    columns = [part.split("=")[0].strip().removeprefix("l.") for part in rule.split(" AND ")]
    sizes = features.select(columns).drop_nulls().group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def trained_on(path: Path) -> int:
    """From how many records the weights under `path` were estimated; 0 where they were not."""
    return int(_read(path)["records"]) if path.is_file() else 0


def score(model: Model, features: pl.DataFrame, pairs: pl.DataFrame, path: Path | None = None) -> pl.DataFrame:
    """The probability of each pair, and what speaks for and against it.

    Parameters
    ----------
    features
        A row for each record; frequencies are those among all of them.
    pairs
        Rows of features, `left` and `right`.
    path
        What `train` kept, if it did.

    Returns
    -------
    `left`, `right`, `probability` (0 to 1) and, for each comparison, its level and weight: `level_name`,
    `weight_name`, … (level null where one side has nothing).
    """
    kept = _read(path)["model"] if path and path.is_file() else None
    numbered = features.with_row_index("unique_id")
    used = numbered.filter(pl.col("unique_id").is_in(pl.concat([pairs["left"], pairs["right"]]).unique().implode()))
    linker = _linker(model, used, kept or _settings(model, features.height))
    for name in model.frequencies:
        _register_frequencies(linker, features, name)
    blocked = pairs.select(pl.lit("0").alias("match_key"), join_key_l="left", join_key_r="right")
    linker.table_management.register_blocked_pairs_for_predict(_registered(linker, blocked, "blocked"))
    found = pl.DataFrame(linker.inference.predict(warning_mode="never").as_duckdbpyrelation().to_arrow_table())
    return found.select(
        left="unique_id_l",
        right="unique_id_r",
        probability="match_probability",
        **{f"level_{c.name}": _level(c) for c in model.comparisons},
        **{f"weight_{c.name}": _weight(found, c) for c in model.comparisons},
    )


def _read(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _level(comparison: Comparison) -> pl.Expr:
    names = {len(comparison.levels) - 1 - place: level.name for place, level in enumerate(comparison.levels)}
    return pl.col(f"gamma_{comparison.name}").replace_strict(names, default=None, return_dtype=pl.String)


def _weight(found: pl.DataFrame, comparison: Comparison) -> pl.Expr:
    parts = [name for name in (f"mw_{comparison.name}", f"mw_tf_adj_{comparison.name}") if name in found.columns]
    return pl.sum_horizontal(parts)


def _settings(model: Model, records: int) -> dict[str, Any]:
    prior = 2 * _EXPECTED / max(records, _FEWEST)
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": prior,
        "comparisons": [_comparison(comparison) for comparison in model.comparisons],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    levels = [{"sql_condition": comparison.missing, "is_null_level": True, "label_for_charts": "missing"}]
    for level in comparison.levels:
        declared: dict[str, Any] = {
            "sql_condition": level.holds,
            "label_for_charts": level.name,
            "m_probability": level.m,
            "u_probability": level.u,
            "fix_m_probability": level.fixed,
        }
        if level.frequencies:
            declared |= {"tf_adjustment_column": level.frequencies, "tf_adjustment_weight": 1.0,
                         "disable_tf_exact_match_detection": True}  # fmt: skip
        levels.append(declared)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _linker(model: Model, features: pl.DataFrame, settings: dict[str, Any]) -> Linker:
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    frame = features if "unique_id" in features.columns else features.with_row_index("unique_id")
    table = frame.select("unique_id", *model.columns).to_arrow()
    return Linker(DuckDBAPI().register(table), settings, log_level=None)


def _registered(linker: Linker, frame: pl.DataFrame, name: str) -> Any:
    return linker._db_api.register(frame.to_arrow(), dataset_display_name=name)


def _register_frequencies(linker: Linker, features: pl.DataFrame, name: str) -> None:
    counted = features.select(name).drop_nulls().group_by(name).len()
    total = max(counted["len"].sum(), _FEWEST)
    share = counted.select(name, (pl.col("len") / total).alias(f"tf_{name}"))
    linker.table_management.register_term_frequency_lookup(_registered(linker, share, f"tf_{name}"), name)


def weights(row: dict[str, Any], names: Iterable[str]) -> list[dict[str, Any]]:
    """What speaks for and against a scored pair, the heaviest first: `of`, `level`, `weight`."""
    found = [{"of": n, "level": row[f"level_{n}"], "weight": round(row[f"weight_{n}"], 1)} for n in names]
    return sorted((one for one in found if one["level"]), key=lambda one: -abs(one["weight"]))
