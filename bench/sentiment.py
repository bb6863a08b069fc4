"""How often the sentiment of texts has the sign of their label.

    python -m bench.sentiment FILE...

A file is CSV with the columns `label` (1 good, 0 bad) and `review`, or tab-separated without a heading: id, mean rating
(its sign is the label, 0 is left out), text. Of a CSV 1,500 rows are drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import polars as pl

from graph.analysis.forecasts import auc
from graph.analysis.sentiment import sentiment

ROWS = 1500


def labelled(path: Path) -> pl.DataFrame:
    """Columns `text` and `good`."""
    if path.suffix == ".csv":
        rows = pl.read_csv(path).drop_nulls("review").sample(ROWS, seed=1, shuffle=True)
        return rows.select(text="review", good=pl.col("label") == 1)
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    rated = pl.DataFrame({"text": [line[2] for line in lines], "rating": [float(line[1]) for line in lines]})
    return rated.filter(pl.col("rating") != 0).select("text", good=pl.col("rating") > 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    sentiment(pl.Series(["ready", "准备好了"]))
    print("file | texts | right | covered | right of those | AUC | texts a second")
    for path in parser.parse_args().files:
        rows = labelled(path)
        began = time.process_time()
        told = sentiment(rows["text"]).fill_null(0.0).to_numpy()
        seconds = time.process_time() - began
        good = rows["good"].to_numpy()
        covered, right = told != 0, (told > 0) == good
        print(
            f"{path.name} | {len(told)} | {right.mean():.2f} | {covered.mean():.2f} | {right[covered].mean():.2f} |"
            f" {auc(good, told):.2f} | {len(told) / seconds:.0f}"
        )


if __name__ == "__main__":
    main()
