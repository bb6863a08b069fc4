"""Every node type."""

from __future__ import annotations

from graph.model.types import Node, Property

__all__ = ["NODES"]

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
            Property("last_change", "string", "id of the newest Change that was there"),
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
