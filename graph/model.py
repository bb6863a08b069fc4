"""What the graph is made of, declared once.

Constraints, indexes, load statements (`cypher/schema`, `cypher/load`) and docs/graph-model.md are written
from these declarations by `graph.generate`; a test checks that they are current.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["NODES", "PERSON_LABELS", "RELATIONSHIPS", "Node", "Property", "Relationship", "node", "person_key"]

Type = Literal["string", "integer", "float", "boolean", "date", "datetime", "string list", "byte array"]


@dataclass(frozen=True)
class Property:
    """One property: its name, its type in Neo4j, and what it means."""

    name: str
    type: Type
    meaning: str
    indexed: bool = False


@dataclass(frozen=True)
class Node:
    """A node type. `key` identifies a node; `shared` are labels it has beside its own.

    A `loaded` node comes from files; the others are results or bookkeeping. An `event` is written together with the
    relationships that its row names.
    """

    label: str
    meaning: str
    properties: tuple[Property, ...]
    key: str = "id"
    shared: tuple[str, ...] = ()
    loaded: bool = True
    event: bool = False

    @property
    def pattern(self) -> str:
        return "(:" + ":".join((self.label, *self.shared)) + ")"


@dataclass(frozen=True)
class Relationship:
    """A relationship type between node labels; `ends` lists the (from, to) pairs that occur.

    Two nodes have at most one such relationship for each value of `identity`.
    """

    type: str
    meaning: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    identity: tuple[str, ...] = ()
    loaded: bool = True


PERSON_LABELS = ("Contact", "Employee")

_PROVENANCE = (
    Property("source", "string", "the system or file that this came from"),
    Property("batch", "string", "the import that brought it"),
)


_NAMING = (
    Property("start_reference", "string", "how the file named its start, where that was not by id"),
    Property("end_reference", "string", "how the file named its end, where that was not by id"),
    Property("via", "string", "the key of the merged record that the file meant, where an end stands for several"),
)


def person_key(label: str, identifier: str) -> str:
    """The key that no other person has, whether contact or employee: `contact:7`."""
    return f"{label.lower()}:{identifier}"


_PHONE = (
    Property("phone", "string", "phone number in E.164 (`+4930901820`), as written where it was not understood"),
    Property("phone_extension", "string", "what is dialled after it"),
)
_EMAIL = (
    Property("email", "string", "e-mail in normal form"),
    Property("email_role", "boolean", "true where it is of a role, such as info@, not of a person"),
    Property("email_disposable", "boolean", "true where its domain gives addresses that are thrown away"),
)


def _person(*properties: Property) -> tuple[Property, ...]:
    return (
        Property("key", "string", "`contact:ID` or `employee:ID`: unique among all persons"),
        Property("name", "string", "full name"),
        Property("other_name", "string", "name in Latin letters, where `name` is Chinese"),
        *_EMAIL,
        *_PHONE,
        Property("title", "string", "job title"),
        *properties,
    )


# (:Customer)-[:PART_OF]->(:Customer)
_CUSTOMER = Node(
    "Customer",
    "an account: a company or a person who buys",
    (
        Property("name", "string", "name"),
        Property("kind", "string", "company or person"),
        Property("industry", "string", "industry"),
        Property("region", "string", "region"),
        Property("city", "string", "city"),
        Property("country", "string", "country"),
        *_EMAIL,
        *_PHONE,
        Property("website", "string", "website"),
        Property("created_at", "datetime", "when the account was opened"),
    ),
)
_CONTACT = Node(
    "Contact",
    "a person at a customer",
    _person(
        Property("role", "string", "part in buying: decision maker, champion, user, …"),
        Property("city", "string", "city"),
        Property("address", "string", "postal address"),
        Property("country", "string", "country"),
        Property("opted_out", "boolean", "does not want to be written to"),
        Property("provisional", "boolean", "met in mails or meetings, not yet in a contact list", indexed=True),
    ),
    shared=("Person",),
)
_EMPLOYEE = Node(
    "Employee",
    "a person of our own company",
    _person(
        Property("department", "string", "department"),
        Property("team", "string", "team"),
        Property("provisional", "boolean", "met in mails or meetings, not yet in a staff list", indexed=True),
    ),
    shared=("Person",),
)

NODES: tuple[Node, ...] = (
    _CUSTOMER,
    _CONTACT,
    _EMPLOYEE,
    Node(
        "Interaction",
        "one mail, call, meeting, chat, visit, ticket or mention",
        (
            Property("at", "datetime", "when it began", indexed=True),
            Property("channel", "string", "mail, call, meeting, chat, visit, ticket, mention"),
            Property("direction", "string", "inbound or outbound"),
            Property("subject", "string", "subject line"),
            Property("duration_s", "float", "how long it lasted, in seconds"),
            Property("sentiment", "float", "-1 (bad) to 1 (good)"),
        ),
        event=True,
    ),
    Node(
        "Deal",
        "something that a customer may buy: an opportunity",
        (
            Property("name", "string", "name"),
            Property("stage", "string", "stage, as its source calls it"),
            Property("status", "string", "open, won or lost", indexed=True),
            Property("amount", "float", "what it may bring, or brought"),
            Property("currency", "string", "ISO 4217"),
            Property("closes_on", "date", "when it is expected to be decided, or was"),
            Property("created_at", "datetime", "when it was entered"),
            Property("probability", "float", "0 to 100, as its source says"),
        ),
        event=True,
    ),
    Node(
        "Purchase",
        "one order line, or one order where lines are not known",
        (
            Property("at", "datetime", "when it was ordered", indexed=True),
            Property("amount", "float", "what was paid for it"),
            Property("currency", "string", "ISO 4217"),
            Property("quantity", "float", "how many"),
        ),
        event=True,
    ),
    Node(
        "Product",
        "what can be bought",
        (
            Property("name", "string", "name"),
            Property("category", "string", "category"),
            Property("price", "float", "list price"),
            Property("currency", "string", "ISO 4217"),
        ),
    ),
    Node(
        "Contract",
        "what was agreed, from when to when",
        (
            Property("starts_on", "date", "first day"),
            Property("ends_on", "date", "last day", indexed=True),
            Property("value", "float", "worth over its whole time"),
            Property("currency", "string", "ISO 4217"),
        ),
        event=True,
    ),
    Node(
        "Feedback",
        "what was said about us",
        (
            Property("at", "datetime", "when"),
            Property("kind", "string", "nps, csat, ces, review or complaint"),
            Property("score", "float", "on the scale of its kind"),
            Property("text", "string", "in their words"),
        ),
        event=True,
    ),
    Node(
        "Community",
        "a cluster of people, found by one analysis run",
        (
            Property("number", "integer", "lasting: that of the cluster in the run before which it continues"),
            Property("name", "string", "what its members share"),
            Property("description", "string", "in a sentence"),
            Property("size", "integer", "how many people"),
            Property("facts", "string", "what the description says, as JSON: codes with their figures"),
            Property("change", "string", "since the run before: first, new, same, split or merged"),
            Property("came_from", "string", "the clusters of the run before that it comes from, as JSON"),
            Property("bridges", "string", "the clusters that it is tied to most, and through whom, as JSON"),
        ),
        loaded=False,
    ),
    Node(
        "AnalysisRun",
        "one analysis: when, of what, with which parameters",
        (
            Property("at", "datetime", "when it was run", indexed=True),
            Property("as_of", "datetime", "the moment that the figures describe"),
            Property("parameters", "string", "as JSON"),
            Property("people", "integer", "people in the network"),
            Property("ties", "integer", "ties in the network"),
            Property("accounts", "integer", "accounts that were analysed"),
            Property("fingerprint", "string", "hash of all inputs and parameters"),
            Property("seconds", "float", "how long it took"),
            Property("basis", "string", "`ties`, or `structure` where no ties among contacts are known"),
            Property(
                "complete", "boolean", "whether every method was run, at the newest moment: maps and lists show it"
            ),
            Property("facts", "string", "what its methods say of all together, as JSON by method"),
            Property("notes", "string", "why some of its methods said nothing, as JSON by method"),
        ),
        loaded=False,
    ),
    Node(
        "TieLedger",
        "what the KNOWS ties have counted so far",
        (
            Property("as_of", "datetime", "the moment until which interactions are counted"),
            Property("faded_at", "datetime", "when it was last seen to it that no tie shows what has faded since"),
            Property("parameters", "string", "half-life and weights, as JSON"),
            Property("totals", "string", "for each batch and channel: interactions, participants, times, as JSON"),
            Property("full", "boolean", "whether every method was run"),
            Property("complete", "boolean", "false while ties are being written"),
        ),
        loaded=False,
    ),
    Node(
        "Batch",
        "one import: its file, hash, counts and time",
        (
            Property("at", "datetime", "when it was begun"),
            Property("file", "string", "name of the file"),
            Property("hash", "string", "SHA-256 of the file", indexed=True),
            Property("source", "string", "preset, or `file`"),
            Property("kind", "string", "kind of records"),
            Property("status", "string", "loading, done, undoing or undone"),
            Property("read", "integer", "rows read"),
            Property("accepted", "integer", "rows loaded"),
            Property("quarantined", "integer", "rows set aside"),
            Property("resolved", "boolean", "whether duplicates were looked for among what it brought"),
            Property("quality", "string", "what was filled, missing, changed and rejected in each column, as JSON"),
        ),
        loaded=False,
    ),
    Node(
        "Original",
        "a record as its source gave it, of several that one node stands for; its own properties and those edges that "
        "say nothing new stay with it",
        (
            Property("label", "string", "what it is: Contact, Customer or Employee"),
            Property("id", "string", "its id in its source"),
        ),
        key="key",
        loaded=False,
    ),
    Node(
        "Waiting",
        "a reference whose other end is not loaded yet",
        (
            Property("reference", "string", "the id or e-mail that is not known yet", indexed=True),
            Property("targets", "string", "labels that it may mean, joined by |"),
            Property("record", "string", "the record whose row named it, as `contact:7`", indexed=True),
            Property("type", "string", "the relationship that it will become"),
            Property("start", "string", "where that begins, as it was written"),
            Property("end", "string", "where that ends, as it was written"),
        ),
        loaded=False,
    ),
    Node(
        "Met",
        "an address that the mails or meetings of one import name; provisional people follow from these",
        (
            Property("address", "string", "the e-mail address"),
            Property("name", "string", "the best name seen with it"),
            Property("source", "string", "mail or calendar"),
            Property("batch", "string", "the import", indexed=True),
        ),
        loaded=False,
    ),
    Node(
        "Deleted",
        "a record that its source has deleted: it has no other label and keeps all else, until a row brings it back",
        (Property("deleted_by", "string", "the import that deleted it"),),
        key="was",
        loaded=False,
    ),
    Node(
        "Change",
        "what one import said about records that were there before it, which is needed to undo imports",
        (
            Property("number", "integer", "in the order in which it was said", indexed=True),
            Property("batch", "string", "the import", indexed=True),
            Property("kind", "string", "kind of records"),
            Property("rows", "byte array", "a Parquet file: records, what was said of them, and how they were before"),
        ),
        loaded=False,
    ),
    Node(
        "Turn",
        "held by the transaction that makes and deletes it: imports write in turn",
        (),
        loaded=False,
    ),
)

_SINCE = Property("since", "date", "since when")

RELATIONSHIPS: tuple[Relationship, ...] = (
    Relationship("WORKS_AT", "is a person at", (("Contact", "Customer"),), (_SINCE,)),
    Relationship("PART_OF", "belongs to a larger account", (("Customer", "Customer"),)),
    Relationship("OWNS", "looks after", (("Employee", "Customer"),), (_SINCE,)),
    Relationship("REPORTS_TO", "has as manager", (("Person", "Person"),)),
    Relationship(
        "REFERRED",
        "brought us",
        (("Contact", "Contact"), ("Contact", "Customer"), ("Customer", "Contact"), ("Customer", "Customer")),
        (
            Property("id", "string", "id of the referral"),
            Property("at", "datetime", "when"),
            Property("status", "string", "open, won or lost"),
            Property("value", "float", "what it brought"),
            Property("currency", "string", "ISO 4217"),
            Property("program", "string", "referral programme"),
        ),
        identity=("id",),
    ),
    Relationship(
        "TOOK_PART",
        "was part of",
        (("Person", "Interaction"),),
        (Property("as", "string", "from, to, cc, organiser or attendee"),),
        identity=("as",),
    ),
    Relationship("ABOUT", "concerns the account", (("Interaction", "Customer"),)),
    Relationship(
        "RELATED_TO",
        "has a relation with",
        (("Person", "Person"),),
        (
            Property("kind", "string", "family, friend, colleague, partner, …"),
            _SINCE,
            Property("confidence", "float", "0 to 1"),
        ),
        identity=("kind",),
    ),
    Relationship("MADE", "bought", (("Customer", "Purchase"), ("Contact", "Purchase"))),
    Relationship("SOLD", "took the order", (("Employee", "Purchase"),)),
    Relationship("OF", "is of", (("Purchase", "Product"),)),
    Relationship("GAVE", "gave", (("Customer", "Feedback"), ("Person", "Feedback"))),
    Relationship("NEGOTIATES", "may buy", (("Customer", "Deal"),)),
    Relationship("PURSUES", "works to win", (("Employee", "Deal"),)),
    Relationship(
        "PLAYS",
        "has a part in",
        (("Contact", "Deal"),),
        (
            Property("role", "string", "decision maker, champion, …; `contact` where it is not known"),
            Property("primary", "boolean", "whether they are the first to turn to"),
        ),
        identity=("role",),
    ),
    Relationship("SIGNED", "signed", (("Customer", "Contract"), ("Contact", "Contract"))),
    Relationship(
        "STANDS_FOR",
        "is one with",
        (("Contact", "Original"), ("Customer", "Original"), ("Employee", "Original")),
        loaded=False,
    ),
    Relationship(
        "KNOWS",
        "has dealt with; one a pair, from the smaller key",
        (("Person", "Person"),),
        (
            Property("mass", "float", "decayed weight of all interactions, at `as_of`"),
            Property("as_of", "datetime", "the moment that `mass` and `strength` describe"),
            Property("strength", "float", "0 to 100, at `as_of`"),
            Property("first_at", "datetime", "first interaction"),
            Property("last_at", "datetime", "last interaction"),
            Property("count", "integer", "interactions"),
            Property("sent", "float", "from the smaller key to the larger"),
            Property("received", "float", "from the larger key to the smaller"),
        ),
        loaded=False,
    ),
    Relationship(
        "SCORED",
        "has these readings in",
        (("Person", "AnalysisRun"), ("Customer", "AnalysisRun")),
        (
            Property("rank", "integer", "by PageRank, 1 is first; employees have none"),
            Property("cluster", "integer", "number of the community"),
            Property("pagerank", "float", "share of attention that reaches this person, sums to 1"),
            Property("betweenness", "float", "share of all shortest paths that pass through this person"),
            Property("harmonic", "float", "sum of 1 / distance to everybody"),
            Property("degree", "integer", "people known"),
            Property("strength", "float", "sum of tie strengths"),
            Property("cluster_share", "float", "how much of the strength of their ties lies in their cluster, 0 to 1"),
            Property("second_cluster", "integer", "number of another community that they belong to"),
            Property("second_share", "float", "how much of the strength of their ties lies there, 0 to 1"),
            Property("core", "integer", "largest k for which they are among people who each know k others of them"),
            Property("constraint", "float", "how much those known know each other; low for brokers"),
            Property("reach", "float", "value of customers expected to be reached when this person is won"),
            Property("reach_error", "float", "standard error of reach"),
            Property("seed", "integer", "place among those to win together, 1 is first"),
            Property("seed_reach", "float", "what all up to this place are expected to reach together"),
            Property("referred", "integer", "people and accounts that they brought, first of all who did"),
            Property("referred_won", "integer", "how many of these were won"),
            Property("referral_revenue", "float", "what these were worth"),
            Property("downstream", "integer", "people and accounts in the whole tree of referrals below"),
            Property("downstream_won", "integer", "how many of these were won"),
            Property("downstream_revenue", "float", "what these were worth"),
            Property("referral_depth", "integer", "steps down to the last of them"),
            Property("x", "float", "place on the map"),
            Property("y", "float", "place on the map"),
            Property("segment", "string", "of an account: one of the ten names of RFM scores"),
            Property("rfm_recency", "integer", "of an account: quintile, 5 bought last"),
            Property("rfm_frequency", "integer", "of an account: quintile, 5 bought most often"),
            Property("rfm_monetary", "integer", "of an account: quintile, 5 spent most"),
            Property("recency_days", "float", "of an account: days since its last order"),
            Property("orders", "integer", "of an account: days on which it bought something"),
            Property("spent", "float", "of an account: what all of them came to"),
            Property("tier", "string", "of an account: high, potential or general value"),
            Property("tier_spent", "float", "of an account: what it spent in the time that makes its tier"),
            Property("tier_open", "float", "of an account: what its open deals may bring"),
            Property("activity", "string", "of an account: active, slipping or dormant"),
            Property("last_dealt_at", "datetime", "of an account: its last interaction or purchase"),
            Property("silent_days", "float", "of an account: days since then"),
            Property("lifecycle", "string", "of an account: prospect, new, repeat, loyal or lost"),
            Property("lifecycle_since", "datetime", "of an account: since when"),
            Property("lifecycle_changes", "string", "of an account: every change of it as JSON, the oldest first"),
            Property("p_alive", "float", "of an account: the chance that it still buys, 0 to 1"),
            Property("expected_purchases", "float", "of an account: orders expected in the time ahead"),
            Property("order_worth", "float", "of an account: what an order of it is expected to bring"),
            Property("lifetime_value", "float", "of an account: what all expected orders are worth today"),
            Property("referral_value", "float", "of an account: that, and a share of what those it referred are worth"),
            Property("referral_credit", "float", "of an account: the part of it that comes from referrals"),
            Property("accounts_referred", "integer", "of an account: how many it referred"),
            Property("churn", "float", "of an account: the risk that it leaves, 0 to 100; none of those gone or new"),
            Property("churn_state", "string", "of an account: at risk, watch, steady, gone or new"),
            Property("churn_parts", "string", "of an account: the reasons for its risk, as JSON"),
            Property(
                "churn_model", "float", "of an account: chance of silence ahead by the trained model, in per cent"
            ),
            Property("churn_model_parts", "string", "of an account: what raises that chance most, as JSON"),
            Property("intent", "float", "of an account: the chance that it buys in the days ahead, in per cent"),
            Property("intent_parts", "string", "of an account: what that chance rests on, as JSON"),
            Property("nps", "float", "of an account: net promoter score of its answers in a year, -100 to 100"),
            Property("nps_answers", "integer", "of an account: answers to that"),
            Property("csat", "float", "of an account: share of satisfied answers in a year, in per cent"),
            Property("csat_answers", "integer", "of an account: answers to that"),
            Property("ces", "float", "of an account: mean ease of dealing with us in a year, 1 to 7"),
            Property("ces_answers", "integer", "of an account: answers to that"),
            Property("text_mood", "float", "of an account: mean sentiment of its texts in a year, -1 to 1"),
            Property("texts", "integer", "of an account: texts that were read for it"),
            Property("next_products", "string", "of an account: what it may want, and why, as JSON"),
            Property("health", "float", "of an account: how well the relation is, 0 to 100"),
            Property("health_change", "float", "of an account: points that health rose or fell by in 90 days"),
            Property("health_parts", "string", "of an account: what health is made of, now and then, as JSON"),
            Property("warm_people", "integer", "of an account: people with a tie to us stronger than 30"),
            Property("hangs_by_a_thread", "boolean", "of an account: whether there is only one of them"),
            Property("missing_roles", "string list", "of an account: parts in buying that nobody known there has"),
            Property("unreached_roles", "string list", "of an account: those whose people we do not reach"),
            Property("thread", "string", "of an account: key of the contact with most of the tie mass"),
            Property("thread_share", "float", "of an account: how much of it, 0 to 1"),
            Property("single_threaded", "boolean", "of an account: whether the relation rests on that contact alone"),
            Property("silent_champions", "string list", "of an account: keys of champions who have fallen silent"),
            Property("depends_on", "string", "of an account: key of whose leaving would cost most health"),
            Property("health_at_risk", "float", "of an account: how much that would cost"),
            Property("fragility_parts", "string", "of an account: on whom it hangs, as JSON"),
        ),
        loaded=False,
    ),
    Relationship(
        "CARRIES",
        "holds accounts that would lose health without them, in",
        (("Person", "AnalysisRun"),),
        (
            Property("accounts", "integer", "accounts that would lose health"),
            Property("cut_off", "integer", "accounts in which we would reach nobody any more"),
            Property("health_lost", "float", "points that all of them would lose"),
            Property("parts", "string", "the accounts that would lose most, as JSON"),
        ),
        loaded=False,
    ),
    Relationship(
        "LINKED",
        "is linked by ties and referrals of their people with; one a pair, from the smaller id",
        (("Customer", "Customer"),),
        (
            Property("run", "string", "the analysis that found it"),
            Property("strength", "float", "0 to 100, from `mass` as that of a tie"),
            Property("mass", "float", "sum of the masses of the ties between their people"),
            Property("ties", "integer", "how many ties"),
            Property("first_at", "datetime", "first interaction"),
            Property("last_at", "datetime", "last interaction"),
            Property("brought", "integer", "referrals from the smaller id to the larger"),
            Property("brought_by", "integer", "referrals from the larger id to the smaller"),
            Property("won", "integer", "referrals of both that were won"),
            Property("evidence", "string", "the strongest ties between their people, as JSON"),
        ),
        loaded=False,
    ),
    Relationship(
        "INFERRED",
        "may have a relation with, as an analysis guesses; one a pair and kind, from the smaller key",
        (("Person", "Person"),),
        (
            Property("run", "string", "the analysis that guessed it"),
            Property("kind", "string", "family, friend, colleague or partner"),
            Property("confidence", "float", "0 to 1"),
            Property("evidence", "string", "why, as JSON: codes with weights and counts"),
        ),
        loaded=False,
    ),
    Relationship(
        "DECIDED",
        "has or has not a relation with, as somebody decided; one a pair and kind, from the smaller key",
        (("Person", "Person"),),
        (
            Property("kind", "string", "family, friend, colleague or partner"),
            Property("confirmed", "boolean", "true where it was confirmed, false where it was rejected"),
            Property("at", "datetime", "when"),
        ),
        loaded=False,
    ),
    Relationship("MEMBER_OF", "belongs to", (("Person", "Community"),), loaded=False),
    Relationship("FOUND", "found", (("AnalysisRun", "Community"),), loaded=False),
)


def provenance() -> tuple[Property, ...]:
    """The properties that every loaded node and relationship carries."""
    return _PROVENANCE


def naming() -> tuple[Property, ...]:
    """The properties of a loaded relationship that tell how its ends were named."""
    return _NAMING


def node(label: str) -> Node:
    """The declared node type with this label. Raises KeyError with the label."""
    for declared in NODES:
        if declared.label == label:
            return declared
    raise KeyError(label)
