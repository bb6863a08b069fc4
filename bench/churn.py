"""How early and how well churn is warned of: on sample companies whose accounts are known to fall silent.

    python -m bench.churn --seeds 7 11 12 13 14 15

Each month of the last fourteen is looked at with nothing but what was known then.
"""

from __future__ import annotations

import argparse

import polars as pl

from bench.sample_data import END, SampleData, silent_since
from graph.analysis.account_history import DAY, history, seconds
from graph.analysis.churn_replay import Warned, replay, warned
from guanxi.config import Settings

MONTHS = 14


def measured(seed: int, settings: Settings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The risks of a company in each month, and who fell silent when."""
    moments = [END.timestamp() - 30 * DAY * month for month in range(MONTHS)]
    risks = replay(history(SampleData(seed, settings=settings)), moments, settings.churn, settings.coverage)
    return risks, silent_since(seed).with_columns(seconds("at"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 11, 12, 13, 14, 15])
    settings = Settings()
    companies = [measured(seed, settings) for seed in parser.parse_args().seeds]
    print("warned of from | days before | left | in time | recall | precision | accounts falsely | judgements falsely")
    for name, threshold in (("at risk", settings.churn.warn_at), ("watch", settings.churn.watch_at)):
        for latest, earliest in ((30.0, 180.0), (0.0, 180.0), (-60.0, 180.0)):
            found = sum((warned(*company, threshold, latest=latest, earliest=earliest) for company in companies), NONE)
            share = found.false_warnings / found.judgements
            print(
                f"{name} ({threshold:.0f}) | {latest:.0f} to {earliest:.0f} | {found.left} | {found.in_time} |"
                f" {found.recall:.2f} | {found.precision:.2f} | {found.false_alarms} |"
                f" {found.false_warnings} of {found.judgements} ({share:.2%})"
            )


NONE = Warned(0, 0, 0, 0, 0)

if __name__ == "__main__":
    main()
