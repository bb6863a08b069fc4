"""The four readings of influence, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

__all__ = ["Reading", "readings"]


@dataclass(frozen=True)
class Reading:
    """A reading: its name, its term, and what it means to a marketer."""

    name: str
    term: str
    meaning: str


def readings() -> dict[str, Reading]:
    """The readings by their code, in the reader's language."""
    return {
        "pagerank": Reading(
            _("Authority"),
            "PageRank",
            _("Whom well-connected people turn to and name. Win them for what others take their word on."),
        ),
        "betweenness": Reading(
            _("Bridge"),
            _("betweenness"),
            _("Who stands between groups that hardly know each other. Win them to reach a new group."),
        ),
        "harmonic": Reading(
            _("Closeness"),
            _("harmonic centrality"),
            _("Who reaches everybody in the fewest steps. Win them when news must travel fast."),
        ),
        "degree": Reading(
            _("Connections"),
            _("degree"),
            _("Who knows the most people directly. Win them for events and introductions."),
        ),
    }
