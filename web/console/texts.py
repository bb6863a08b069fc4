"""What the console's script says, in the reader's language; `{name}` is filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _

__all__ = ["map_words", "texts"]


def texts() -> dict[str, str]:
    """The texts by the names that the script asks for."""
    return {
        "editor": _("Cypher query"),
        "placeholder": _("MATCH (c:Customer) RETURN c LIMIT 10"),
        "own_query": _("Your own query"),
        "running": _("Running…"),
        "rows_one": _("{count} row in {seconds} s"),
        "rows_many": _("{count} rows in {seconds} s"),
        "cost": _("About {rows} rows at most in one step"),
        "limited_rows": _("Limited to {value} rows: narrow the query to see all."),
        "limited_bytes": _("Limited to {value} MB: return fewer properties to see all."),
        "result": _("Result"),
        "sort": _("Sort by {name}"),
        "more_rows": _("Show {more} more of {left}"),
        "copied": _("Copied"),
        "link_copied": _("Link copied"),
        "bad_number": _("Parameter {name} must be a number."),
        "insert": _("Insert {name}"),
        "labels": _("Labels"),
        "relationships": _("Relationships"),
        "other_properties": _("Other properties"),
        "no_query": _("No query is called that."),
        "no_history": _("What you run shows up here."),
        "plan": _("Plan"),
        "plan_step": _("Step"),
        "plan_of": _("Of"),
        "plan_expected": _("Rows expected"),
        **{f"theme_{theme}": name for theme, name in _themes().items()},
        **{f"type_{kind.replace(' ', '_')}": name for kind, name in _types().items()},
    }


def map_words() -> dict[str, str]:
    """What the map says of a result, which may hold more than people."""
    return {
        "empty": _("The result holds no nodes."),
        "shown": _("{people} nodes, {ties} relationships"),
        "clusters": _("Labels, by colour"),
        "column_account": _("Label"),
        "column_cluster": _("Label"),
        "size_degree": _("size: relationships in the result"),
        "width": _("width: strength, where there is one"),
    }


def _themes() -> dict[str, str]:
    return {
        "accounts": _("Accounts"),
        "clusters": _("Clusters"),
        "influencers": _("Influencers"),
        "paths": _("Paths"),
        "people": _("People"),
        "referrals": _("Referrals"),
        "segments": _("Segments"),
    }


def _types() -> dict[str, str]:
    return {
        "any": _("number, text or JSON"),
        "string": _("text"),
        "integer": _("whole number"),
        "float": _("number"),
        "boolean": _("yes or no"),
        "date": _("date"),
        "datetime": _("time"),
        "string list": _("texts, separated by ;"),
        "integer list": _("whole numbers, separated by ;"),
        "map": _("JSON"),
        "map list": _("JSON"),
    }
