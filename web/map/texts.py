"""What the map's script says, in the reader's language; `{name}` is filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _

__all__ = ["texts"]


def texts() -> dict[str, str]:
    """The texts by the names that the script asks for."""
    return {
        "loading": _("Loading the map…"),
        "empty": _("There is nobody to show here yet."),
        "shown": _("{people} of {all_people} people, the strongest {ties} of {all_ties} ties"),
        "shown_groups": _(
            "{people} of {all_people} people: {single} one by one, the others in {groups} groups; "
            "the strongest {ties} of {all_ties} ties"
        ),
        "hidden_one": _("({count} hidden)"),
        "hidden_many": _("({count} hidden)"),
        "close_groups": _("Close the groups"),
        "close_group": _("Close {name}"),
        "group_open": _("{name} is open, {people} people"),
        "group_closed": _("{name} is closed, {people} people"),
        "size_pagerank": _("size: authority"),
        "size_betweenness": _("size: bridges"),
        "size_harmonic": _("size: closeness"),
        "size_degree": _("size: connections"),
        "size_strength": _("size: strength of the tie"),
        "width": _("width: strength of the tie"),
        "kind_employee": _("ring: our own people"),
        "kind_customer": _("square: account"),
        "kind_group": _("number in a circle: so many people; click to open"),
        "grain": _("grain: a person of a group"),
        "pinned": _("dark rim: pinned"),
        "as_of": _("As of {day}"),
        "as_table": _("The people of the map"),
        "clusters": _("Clusters, by colour"),
        "rest_one": _("{count} smaller cluster, grey"),
        "rest_many": _("{count} smaller clusters, grey"),
        "ties_one": _("{name}, {count} tie"),
        "ties_many": _("{name}, {count} ties"),
        "expand": _("Show neighbours"),
        "more": _("+{more} more"),
        "collapse": _("Collapse"),
        "close": _("Close"),
        "nobody": _("Nobody is called that."),
        "column_rank": _("Rank"),
        "column_name": _("Name"),
        "column_account": _("Account"),
        "column_cluster": _("Cluster"),
        "column_ties": _("Ties on the map"),
        "table_page": _("{from}–{to} of {all}"),
        "earlier": _("Previous"),
        "later": _("Next"),
        "copied": _("Link copied"),
        "choose": _("Choose {name}"),
        "chosen_one": _("{count} chosen"),
        "chosen_many": _("{count} chosen"),
        "moved": _("{name} stays here."),
    }
