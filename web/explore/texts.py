"""What the script of the screen Explore says, in the reader's language; `{name}` is filled in by the script."""

from __future__ import annotations

from flask_babel import gettext as _

__all__ = ["texts"]


def texts() -> dict[str, str]:
    """The texts by the names that the script asks for."""
    return {
        "nobody": _("Nobody is called that."),
        **{f"kind_{name}": text for name, text in _kinds().items()},
        **{f"property_{name}": text for name, text in _properties().items()},
        "of": _("{shown} of {count}"),
        "more": _("+{more} more"),
        "take_away": _("Take away"),
        "pin": _("Pin"),
        "unpin": _("Unpin"),
        "hide": _("Hide"),
        "collapse": _("Collapse"),
        "remove": _("Take off the screen"),
        "path_from": _("Path from here…"),
        "path_to": _("Path from {name} to here"),
        "page": _("Open the page"),
        "as_of": _("As of {day}"),
        "hidden_one": _("{count} hidden"),
        "hidden_many": _("{count} hidden"),
        "chosen_one": _("{count} chosen"),
        "chosen_many": _("{count} chosen"),
        "full": _("No more than {count} people and accounts fit on the screen. Collapse or hide some first."),
        "missing_one": _("{count} record of this view is not there any more."),
        "missing_many": _("{count} records of this view are not there any more."),
        "steps_one": _("{count} step"),
        "steps_many": _("{count} steps"),
        "path_strength": _("strength {strength} of 100"),
        "path_by_strength": _("Strongest paths from {from} to {to}"),
        "path_by_steps": _("Shortest paths from {from} to {to}"),
        "evidence": _("{word} {strength}: {count} interactions, the last on {day}"),
        "no_subject": _("No subject"),
        "now": _("Now"),
        "play": _("Play"),
        "stop": _("Stop"),
        "no_times": _("No interactions are known among the people shown."),
        "times_cut": _("Only the newest interactions are counted."),
        "undone": _("Undone"),
        "redone": _("Done again"),
        "opted_out": _("opted out"),
        "ours": _("our company"),
        "ties_one": _("{count} tie"),
        "ties_many": _("{count} ties"),
        "word_strong": _("strong"),
        "word_warm": _("warm"),
        "word_weak": _("weak"),
        "unknown": _("not known"),
        "copied": _("Link copied"),
        "lasso": _("Draw a line around people. Escape gives up."),
    }


def _kinds() -> dict[str, str]:
    return {
        "knows": _("Contacts they know"),
        "us": _("Our people who know them"),
        "account": _("Account"),
        "owns": _("Accounts they look after"),
        "colleagues": _("Colleagues"),
        "people": _("People"),
        "linked": _("Linked accounts"),
        "referred": _("Referred"),
        "referred_by": _("Referred by"),
        "manager": _("Manager"),
        "reports": _("Report to them"),
        "relations": _("Family, friends and others"),
        "part_of": _("Belongs to"),
        "parts": _("Its parts"),
    }


def _properties() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "role": _("Role"),
        "title": _("Title"),
        "industry": _("Industry"),
        "region": _("Region"),
        "city": _("City"),
        "company": _("Company"),
        "cluster": _("Cluster"),
        "tier": _("Tier"),
        "health": _("Health"),
    }
