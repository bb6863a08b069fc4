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
        "size_pagerank": _("size: authority"),
        "size_betweenness": _("size: bridges"),
        "size_harmonic": _("size: closeness"),
        "size_degree": _("size: connections"),
        "size_strength": _("size: strength of the tie"),
        "width": _("width: strength of the tie"),
        "kind_employee": _("ring: our own people"),
        "kind_customer": _("square: account"),
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
        "table_cut": _("The first {shown} of {all}."),
        "copied": _("Link copied"),
    }
