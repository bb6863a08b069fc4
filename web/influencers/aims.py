"""What a marketer may aim at, and the readings behind it, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from graph.reports.runs import READINGS

__all__ = ["AIMS", "Reading", "aims", "readings"]

AIMS = {
    "reach": "reach",
    "referrals": "referrals",
    "bridge": "betweenness",
    "authority": "pagerank",
    "closeness": "harmonic",
    "connections": "degree",
}
"""The aims with the reading that ranks people for each; for `reach` they are chosen together."""


@dataclass(frozen=True)
class Reading:
    """A reading: its name, its term, and what it means to a marketer."""

    name: str
    term: str
    meaning: str


def aims() -> dict[str, Reading]:
    """The aims by their code, in the reader's language."""
    return {
        "reach": Reading(
            _("Reach"),
            _("influence maximisation"),
            _("Who together are expected to reach customers of the greatest value. Win them to carry a message far."),
        ),
        "referrals": Reading(
            _("Referral revenue"),
            _("referral trees"),
            _("Whose referrals, and all that followed from them, brought most. Win them to bring more."),
        ),
        "bridge": Reading(
            _("Bridge"),
            _("betweenness"),
            _("Who stands between groups that hardly know each other. Win them to reach a new group."),
        ),
        "authority": Reading(
            _("Authority"),
            "PageRank",
            _("Whom well-connected people turn to and name. Win them for what others take their word on."),
        ),
        "closeness": Reading(
            _("Closeness"),
            _("harmonic centrality"),
            _("Who reaches everybody in the fewest steps. Win them when news must travel fast."),
        ),
        "connections": Reading(
            _("Connections"),
            _("degree"),
            _("Who knows the most people directly. Win them for events and introductions."),
        ),
    }


def readings() -> dict[str, Reading]:
    """The readings that maps and cards show, by their code."""
    known = aims()
    return {reading: known[aim] for aim, reading in AIMS.items() if reading in READINGS}
