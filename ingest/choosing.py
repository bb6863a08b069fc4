"""How a table is to be read, as somebody chooses it: which kind or preset, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from guanxi.errors import NotFoundError, UsageError
from ingest.looks import Looks
from ingest.mapping import Preset, Record, TableMapping, Value, canonical, normal
from ingest.recognise import FILE_SOURCE, Guess, columns_of
from ingest.records import KINDS, Column, Kind, kind_named
from ingest.sources.spool import Table

__all__ = ["KEEP", "LEAVE_OUT", "OMIT", "Reading", "Sure", "begin", "choices", "suggest"]

KEEP, OMIT = "+", "-"
"""What a column becomes that is no field: a property, or nothing."""
LEAVE_OUT = ""
"""The choice that leaves a whole table out."""

Sure = Literal["name", "alias", "preset", "values", "chosen"]
"""Why a column is taken for a field."""

_BY_LOOKS: Mapping[Looks, tuple[str, ...]] = {
    "email": ("email",),
    "website": ("website",),
    "phone": ("phone",),
    "date": ("at", "starts_on", "created_at", "since"),
    "number": ("amount", "value", "score", "price"),
    "id": ("id",),
}
_PERSONS = ("from", "to", "referrer", "referred")


@dataclass(frozen=True)
class Reading:
    """How a table is to be read; complete where no required field is `missing`."""

    choice: str
    """`kind:contacts`, `preset:hubspot/contacts`, or LEAVE_OUT."""
    source: str = FILE_SOURCE
    base: TableMapping = field(default_factory=lambda: TableMapping(keep_unknown=True))
    fields: Mapping[str, Value] = field(default_factory=dict)
    """The fields of the first kind of records that the table holds."""
    sure: Mapping[str, Sure] = field(default_factory=dict)
    omit: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind | None:
        """The kind of the (first) records; None where the table is only looked up by others, or left out."""
        if self.choice.startswith("kind:"):
            return kind_named(self.choice.removeprefix("kind:"))
        return kind_named(self.base.records[0].kind) if self.base.records else None

    @property
    def missing(self) -> list[str]:
        """Required fields that no column stands for."""
        return [name for name in self.kind.required if name not in self.fields] if self.kind else []

    @property
    def others(self) -> list[str]:
        """Further kinds of records that each row makes."""
        return list(dict.fromkeys(record.kind for record in self.base.records[1:]))

    def field_of(self, column: str) -> str:
        """The field that a column stands for, KEEP or OMIT."""
        if column in self.omit:
            return OMIT
        for name, value in self.fields.items():
            if any(normal(column) == normal(used) for used in self._columns(value, [column])):
                return name
        return KEEP

    def changed(self, table: Table, edits: Mapping[str, str]) -> Reading:
        """The reading in which columns of the table stand for other fields."""
        edits = {column: name for column, name in edits.items() if name != self.field_of(column)}
        if not edits or self.kind is None:
            return self
        fields, sure = dict(self.fields), dict(self.sure)
        for column in edits:
            for name in [name for name, value in fields.items() if self._columns(value, [column])]:
                del fields[name]
        for column, name in edits.items():
            if name not in (KEEP, OMIT):
                fields[name] = self._value(name, column)
                sure[name] = "chosen"
        omit = [column for column in self.omit if column not in edits]
        omit += [column for column, name in edits.items() if name == OMIT]
        return replace(
            self,
            base=self.base.model_copy(update={"headers": table.columns}),
            fields=fields,
            sure={name: why for name, why in sure.items() if name in fields},
            omit=tuple(omit),
        )

    def with_id(self, table: Table, column: str) -> Reading:
        """The reading in which a column, or LINE_ID, makes the id that the table lacks."""
        value = Value(value=f"{{{column}}}") if _fits_template(column) else Value(column=column)
        base = self.base.model_copy(update={"headers": table.columns})
        return replace(self, base=base, fields={**self.fields, "id": value}, sure={**self.sure, "id": "chosen"})

    def guess(self) -> Guess | None:
        """The reading as the pipeline takes it; None leaves the table out. Raises UsageError where it is incomplete."""
        if self.choice == LEAVE_OUT:
            return None
        if self.missing:
            raise UsageError(f"No column stands for {', '.join(self.missing)}.", "Choose a column for it.")
        mapping = self.base
        if self.kind is not None:
            first = mapping.records[0] if mapping.records else Record.model_construct(kind=self.kind.name, columns={})
            record = Record.model_validate({**first.model_dump(), "columns": dict(self.fields)})
            mapping = mapping.model_copy(update={"records": (record, *mapping.records[1:]), "omit": self.omit})
        title = self.choice.partition(":")[2]
        if self.choice.startswith("kind:"):
            return Guess(mapping, self.source, None, title)
        preset, _, name = title.partition("/")
        return Guess(mapping, self.source, preset, name)

    def _columns(self, value: Value, columns: Iterable[str]) -> list[str]:
        return list(self.base.find(value.columns, columns).values())

    def _value(self, name: str, column: str) -> Value:
        """A column as a field; ids of a preset keep their prefix."""
        value = self.fields.get(name)
        if value is None or value.value is None or len(value.columns) != 1 or not _fits_template(column):
            return Value(column=column)
        used = re.compile(r"\{" + re.escape(value.columns[0]) + r"(?=[|}])")
        return value.model_copy(update={"value": used.sub(lambda _: "{" + column, value.value)})


def _fits_template(column: str) -> bool:
    return not set(column) & set("{}|")


def choices(presets: Mapping[str, Preset]) -> Iterator[tuple[str, str, str]]:
    """All that a table can be read as: the choice, and the preset (none for a kind) and what it is called there."""
    for kind in KINDS:
        yield f"kind:{kind.name}", "", kind.name
    for name, preset in presets.items():
        for title in preset.tables:
            yield f"preset:{name}/{title}", name, title


def begin(table: Table, choice: str, presets: Mapping[str, Preset], looks: Mapping[str, Looks]) -> Reading:
    """How a table is read as `choice`, as far as its headers and what its values look like say it.

    Raises NotFoundError for a choice that there is not.
    """
    if choice == LEAVE_OUT:
        return Reading(choice)
    where, _, title = choice.partition(":")
    if where == "kind":
        return _canonical(table, kind_named(title), looks)
    preset, _, name = title.partition("/")
    try:
        mapping = presets[preset].tables[name]
    except KeyError:
        raise NotFoundError(f"There is no {name!r} in a preset {preset!r}.", "Choose another.") from None
    fields = mapping.records[0].columns if mapping.records else {}
    return Reading(choice, presets[preset].source, mapping, fields, dict.fromkeys(fields, "preset"), mapping.omit)


def suggest(table: Table, guess: Guess | None, presets: Mapping[str, Preset], looks: Mapping[str, Looks]) -> Reading:
    """How a table seems best read: as it was recognised, else as the kind that most of its columns speak for."""
    if guess is not None:
        choice = f"preset:{guess.preset}/{guess.table}" if guess.preset else f"kind:{guess.mapping.records[0].kind}"
        return begin(table, choice, presets, looks)
    called = normal(table.sheet or table.file)
    readings = [_canonical(table, kind, looks) for kind in KINDS]

    usual = "contacts" if "email" in looks.values() else "customers"

    def fit(reading: Reading) -> tuple[bool, bool, int, bool, int]:
        kind = reading.choice.removeprefix("kind:")
        titles = [normal(title) for title in (kind, *canonical()[kind].called)]
        needed = [name for name in reading.missing if name != "id"]
        by_name = sum(why != "values" for why in reading.sure.values())
        named = any(title in called for title in titles)
        return not needed, named, by_name, kind == usual, len(reading.fields)

    return max(readings, key=fit)


def _canonical(table: Table, kind: Kind, looks: Mapping[str, Looks]) -> Reading:
    names = columns_of(table, kind, canonical()[kind.name])
    sure: dict[str, Sure] = {
        name: "name" if normal(name) == normal(column) else "alias" for name, column in names.items()
    }
    by_values = {} if all(name in names for name in kind.required) else _by_values(table, kind, names, looks)
    fields = {name: Value(column=column) for name, column in (names | by_values).items()}
    in_order = {column.name: fields[column.name] for column in kind.columns if column.name in fields}
    base = TableMapping(keep_unknown=True, headers=table.columns if by_values else ())
    return Reading(f"kind:{kind.name}", base=base, fields=in_order, sure={**sure, **dict.fromkeys(by_values, "values")})


def _by_values(table: Table, kind: Kind, names: Mapping[str, str], looks: Mapping[str, Looks]) -> dict[str, str]:
    """Fields for which the values of a column speak where its header does not."""
    free = [column for column in table.columns if column not in names.values()]
    found: dict[str, str] = {}
    for wanted in kind.columns:
        if wanted.name in names:
            continue
        column = next((column for column in free if _may_be(wanted, looks.get(column, "nothing"))), None)
        if column is not None:
            found[wanted.name] = column
            free.remove(column)
    return found


def _may_be(wanted: Column, looks: Looks) -> bool:
    if wanted.name == "name":
        return looks == "text"
    if wanted.name in _PERSONS:
        return looks == "email"
    return wanted.name in _BY_LOOKS.get(looks, ())
