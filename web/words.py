"""Words of the data (channels, kinds, roles, states) in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

__all__ = ["word"]

_WORDS = {
    # channels and directions
    "meeting": _("meeting"),
    "visit": _("visit"),
    "call": _("call"),
    "chat": _("chat"),
    "mail": _("mail"),
    "ticket": _("ticket"),
    "mention": _("mention"),
    "other": _("other"),
    "inbound": _("inbound"),
    "outbound": _("outbound"),
    # strength of a tie
    "strong": _("strong"),
    "warm": _("warm"),
    "weak": _("weak"),
    # what speaks for or against two records being one
    "decisive": _("decisive"),
    "moderate": _("moderate"),
    "slight": _("slight"),
    # what there is
    "customer": _("customer"),
    "contact": _("contact"),
    "employee": _("employee"),
    "customers": _("customers"),
    "contacts": _("contacts"),
    "employees": _("employees"),
    "interactions": _("interactions"),
    "referrals": _("referrals"),
    "relationships": _("relationships"),
    "interaction": _("interaction"),
    "purchase": _("purchase"),
    "purchases": _("purchases"),
    "products": _("products"),
    "contracts": _("contracts"),
    "feedback": _("feedback"),
    "deals": _("deals"),
    "deal_roles": _("deal roles"),
    "ties": _("ties"),
    "company": _("company"),
    "person": _("person"),
    # parts in buying
    "decision maker": _("decision maker"),
    "budget holder": _("budget holder"),
    "champion": _("champion"),
    "evaluator": _("evaluator"),
    "gatekeeper": _("gatekeeper"),
    "influencer": _("influencer"),
    "user": _("user"),
    # how senior people are, by their titles
    "executive": _("executive"),
    "director": _("director"),
    "manager": _("manager"),
    "staff": _("staff"),
    "unknown": _("title not known"),
    # health of accounts and its parts
    "good": _("good"),
    "fair": _("fair"),
    "poor": _("poor"),
    "recency": _("recency"),
    "trend": _("trend"),
    "two_way": _("both ways"),
    "breadth": _("breadth"),
    "seniority": _("seniority"),
    "sentiment": _("sentiment"),
    # relations
    "family": _("family"),
    "friend": _("friend"),
    "colleague": _("colleague"),
    "partner": _("partner"),
    "confirmed": _("confirmed"),
    "rejected": _("rejected"),
    # feedback
    "nps": _("NPS"),
    "csat": _("satisfaction"),
    "ces": _("effort"),
    "review": _("review"),
    "complaint": _("complaint"),
    # where accounts stand
    "champions": _("champions"),
    "loyal": _("loyal"),
    "potential loyalists": _("potential loyalists"),
    "new": _("new"),
    "promising": _("promising"),
    "need attention": _("need attention"),
    "about to sleep": _("about to sleep"),
    "cannot lose": _("cannot lose"),
    "at risk": _("at risk"),
    "hibernating": _("hibernating"),
    "high": _("high value"),
    "potential": _("with potential"),
    "general": _("general"),
    "active": _("active"),
    "slipping": _("slipping"),
    "dormant": _("dormant"),
    "prospect": _("prospect"),
    "repeat": _("repeat"),
    "lost": _("lost"),
    "watch": _("watch"),
    "steady": _("steady"),
    "gone": _("gone"),
    # states of an import
    "loading": _("loading"),
    "done": _("done"),
    "undoing": _("being undone"),
    "undone": _("undone"),
    "waiting": _("waiting"),
    "running": _("in progress"),
    "failed": _("failed"),
    "interrupted": _("interrupted"),
}


def word(value: str | None) -> str:
    """The word in the reader's language where it is a known one, else as it stands."""
    return str(_WORDS.get(value or "", value or ""))
