"""`guanxi presets`: the products whose exports are known."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.listing import Format, FormatOption, show

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="The products whose exports are known.")

_COLUMNS = {"name": "Name", "about": "What", "tables": "Tables"}


@app.command("list")
def list_presets(format: FormatOption = Format.TABLE) -> None:
    """List the products whose tables are recognised, each with its tables."""
    from ingest.mapping import presets

    rows = [
        {"name": name, "about": preset.about, "tables": ", ".join(preset.tables)} for name, preset in presets().items()
    ]
    show(rows, _COLUMNS, format)


@app.command("show")
def show_preset(name: Annotated[str, typer.Argument(help="The name of a preset.")]) -> None:
    """Show how a product's tables are recognised and read, as a mapping to start one of your own from."""
    from ingest.mapping import preset_text

    sys.stdout.write(preset_text(name))
