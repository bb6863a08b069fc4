"""Write `cypher/schema`, `cypher/load` and docs/graph-model.md from the declared model.

Run `python -m graph.generate` after changing graph/model.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph import model
from graph.model import NODES, RELATIONSHIPS, Node, Property, Relationship
from guanxi.terminal import console

_ROOT = Path(__file__).parent.parent
_MERGED = {start for rel in RELATIONSHIPS if rel.type == "STANDS_FOR" for start, _ in rel.ends}
"""Labels of nodes that may stand for several records."""


def new_nodes_query(label: str) -> str:
    """The name of the query that creates nodes with this label."""
    return f"load/new_{label.lower()}"


def find_nodes_query(label: str) -> str:
    """The name of the query that looks nodes with this label up."""
    return f"load/find_{label.lower()}"


def brought_nodes_query(label: str) -> str:
    """The name of the query that tells which nodes with this label an import created."""
    return f"load/brought_{label.lower()}"


def brought_relationships_query(kind: str) -> str:
    """The name of the query that tells which relationships of this type an import created."""
    return f"load/brought_{kind.lower()}"


def delete_nodes_query(label: str) -> str:
    """The name of the query that takes nodes with this label out of sight."""
    return f"load/delete_{label.lower()}"


def restore_nodes_query(label: str) -> str:
    """The name of the query that gives deleted nodes this label back."""
    return f"load/restore_{label.lower()}"


def new_relationships_query(kind: str, start: str, end: str) -> str:
    """The name of the query that creates relationships of this type between these labels."""
    return f"load/new_{_pattern_name(kind, start, end)}"


def find_relationships_query(kind: str, start: str, end: str) -> str:
    """The name of the query that looks up relationships of this type between nodes with these labels."""
    return f"load/find_{_pattern_name(kind, start, end)}"


def brought(label: str) -> dict[str, tuple[Relationship, str, str]]:
    """The relationships that the query for new nodes of an event creates with them, by parameter, with their ends."""
    return {
        f"{relationship.type}_{start if end == label else end}".lower(): (relationship, start, end)
        for relationship in RELATIONSHIPS
        for start, end in relationship.ends
        if relationship.loaded and model.node(label).event and label in (start, end)
    }


def _pattern_name(kind: str, start: str, end: str) -> str:
    return f"{kind}_{start}_{end}".lower()


def generated() -> dict[str, str]:
    """Every generated file, by its path from the root."""
    pages = {
        "cypher/schema/constraints.cypher": _constraints(),
        "cypher/schema/indexes.cypher": _indexes(),
        "docs/graph-model.md": _docs(),
    }
    for node in NODES:
        if node.loaded:
            pages[f"cypher/{new_nodes_query(node.label)}.cypher"] = _new_nodes(node)
            pages[f"cypher/{find_nodes_query(node.label)}.cypher"] = _find_nodes(node)
            pages[f"cypher/{brought_nodes_query(node.label)}.cypher"] = _brought_nodes(node)
            pages[f"cypher/{delete_nodes_query(node.label)}.cypher"] = _delete_nodes(node)
            pages[f"cypher/{restore_nodes_query(node.label)}.cypher"] = _restore_nodes(node)
    for relationship in RELATIONSHIPS:
        if relationship.loaded:
            name = brought_relationships_query(relationship.type)
            pages[f"cypher/{name}.cypher"] = _brought_relationships(relationship)
            for start, end in relationship.ends:
                ends = relationship.type, start, end
                pages[f"cypher/{new_relationships_query(*ends)}.cypher"] = _new_relationships(relationship, start, end)
                pages[f"cypher/{find_relationships_query(*ends)}.cypher"] = _find_relationships(
                    relationship, start, end
                )
    return pages


def _constraints() -> str:
    lines = ["// Makes every key unique. Written from graph/model.", ""]
    for node in NODES:
        name = f"{node.label.lower()}_{node.key}"
        lines.append(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.{node.key} IS UNIQUE;")
    lines.append("CREATE CONSTRAINT person_key IF NOT EXISTS FOR (n:Person) REQUIRE n.key IS UNIQUE;")
    return "\n".join(lines) + "\n"


def _indexes() -> str:
    lines = ["// Indexes what is searched by. Written from graph/model.", ""]
    for node in NODES:
        for prop in node.properties:
            if prop.indexed:
                name = f"{node.label.lower()}_{prop.name}"
                lines.append(f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{node.label}) ON (n.{prop.name});")
    lines.append("CREATE INDEX person_email IF NOT EXISTS FOR (n:Person) ON (n.email);")
    lines.append("CREATE INDEX interaction_batch IF NOT EXISTS FOR (n:Interaction) ON (n.batch);")
    lines.append(
        "CREATE FULLTEXT INDEX party_names IF NOT EXISTS FOR (n:Customer|Contact|Employee) ON EACH [n.name, n.email]\n"
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};"
    )
    return "\n".join(lines) + "\n"


_WRITTEN = "Written from graph/model."
_ORIGIN = (
    '// $source (string, "file"): the system that they come from\n'
    '// $batch (string, "b1"): the import that brings them\n'
)
_PROVENANCE = "source: $source, batch: $batch"


def _new_nodes(node: Node) -> str:
    names = [prop.name for prop in node.properties if prop.name != "key"]
    key = f", key: '{node.label.lower()}:' + $nodes.{node.key}[i]" if node.shared else ""
    values = "".join(f", {prop.name}: {_value(prop, 'nodes')}" for prop in node.properties if prop.name in names)
    labels = ":".join((node.label, *node.shared))
    edges = brought(node.label)
    return (
        f"// Creates {node.label} nodes: {node.meaning}. Written from graph/model.\n"
        f'// $nodes (map, {{"{node.key}": ["1"], "more": [{{}}]}}): columns of properties; any others are in `more`\n'
        + "".join(
            f'// ${name} (map, {{"node": [0], "other": [0], "others": ["1"]}}): relationships: places of both ends\n'
            for name in edges
        )
        + _ORIGIN
        + f"UNWIND range(0, size($nodes.{node.key}) - 1) AS i\n"
        f"CREATE (n:{labels} {{{node.key}: $nodes.{node.key}[i]{key}{values}, {_PROVENANCE}}})\n"
        "WITH collect(n) AS nodes\n"
        "CALL (nodes) {\n"
        "  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i\n"
        "  WITH nodes[i] AS n, $nodes.more[i] AS more\n"
        "  SET n += more\n"
        "}\n" + "".join(_with_nodes(name, node.label, *edge) for name, edge in edges.items())
    )


def _with_nodes(name: str, label: str, relationship: Relationship, start: str, end: str) -> str:
    """Looks each other end up once, however many relationships it gets; creates none where one is missing."""
    other = start if end == label else end
    arrow = f"-[:{relationship.type} {{{_relationship_values(relationship, name)}}}]-"
    pattern = f"(other){arrow}>(n)" if end == label else f"(n){arrow}>(other)"
    return (
        "CALL () {\n"
        f"  UNWIND range(0, size(coalesce(${name}.others, [])) - 1) AS i\n"
        f"  MATCH (other:{other} {{{_key(other)}: ${name}.others[i]}})\n"
        "  WITH i, other ORDER BY i\n"
        f"  RETURN collect(other) AS {name}\n"
        "}\n"
        f"CALL (nodes, {name}) {{\n"
        f"  WITH nodes, {name} WHERE size({name}) = size(${name}.others)\n"
        f"  UNWIND range(0, size(${name}.node) - 1) AS i\n"
        f"  WITH i, nodes[${name}.node[i]] AS n, {name}[${name}.other[i]] AS other\n"
        f"  CREATE {pattern}\n"
        "}\n"
    )


def _find_nodes(node: Node) -> str:
    return (
        f"// Looks {node.label} nodes up. Written from graph/model.\n"
        '// $ids (string list, ["1"]): their ids\n'
        "UNWIND $ids AS id\n"
        f"MATCH (n:{node.label} {{{node.key}: id}})\n"
        "RETURN id, elementId(n) AS node, properties(n) AS properties\n"
    )


def _brought_nodes(node: Node) -> str:
    return (
        f"// {node.label} nodes that one import created. {_WRITTEN}\n"
        '// $batch (string, "b1"): the import\n'
        f"MATCH (n:{node.label})\n"
        "WHERE n.batch = $batch\n"
        f"RETURN n.{node.key} AS id\n"
        + (
            f"UNION\nMATCH (n:Original {{label: '{node.label}'}})\nWHERE n.batch = $batch\nRETURN n.id AS id\n"
            if node.label in _MERGED
            else ""
        )
    )


def _brought_relationships(relationship: Relationship) -> str:
    return (
        f"// {relationship.type} relationships that one import created. {_WRITTEN}\n"
        '// $batch (string, "b1"): the import\n'
        f"MATCH (a)-[r:{relationship.type}]->(b)\n"
        "WHERE r.batch = $batch\n"
        "RETURN elementId(r) AS edge, properties(r) AS properties,\n"
        "       CASE WHEN a:Original THEN [a.label] ELSE labels(a) END AS start_labels,\n"
        "       a.id AS start, a.was AS start_was,\n"
        "       CASE WHEN b:Original THEN [b.label] ELSE labels(b) END AS end_labels, b.id AS `end`, b.was AS end_was\n"
    )


def _delete_nodes(node: Node) -> str:
    labels = ":".join((node.label, *node.shared))
    return (
        f"// Takes {node.label} nodes out of sight, which their source has deleted. Written from graph/model.\n"
        '// $nodes (string list, ["4:a:1"]): their element ids\n'
        '// $batch (string, "b1"): the import that deletes them\n'
        "UNWIND $nodes AS node\n"
        "MATCH (n) WHERE elementId(n) = node\n"
        f"SET n:Deleted, n.was = '{node.label.lower()}:' + n.{node.key}, n.deleted_by = $batch\n"
        f"REMOVE n:{labels}\n"
    )


def _restore_nodes(node: Node) -> str:
    labels = ":".join((node.label, *node.shared))
    return (
        f"// Gives deleted nodes the label {node.label} back. Written from graph/model.\n"
        '// $nodes (string list, ["4:a:1"]): their element ids\n'
        "UNWIND $nodes AS node\n"
        "MATCH (n) WHERE elementId(n) = node\n"
        f"SET n:{labels}\n"
        "REMOVE n:Deleted, n.was, n.deleted_by\n"
    )


def _new_relationships(relationship: Relationship, start: str, end: str) -> str:
    return (
        f"// Creates (:{start})-[:{relationship.type}]->(:{end}): {relationship.meaning}. {_WRITTEN}\n"
        '// $edges (map, {"start": ["1"], "end": ["2"]}): a column for each end and property\n'
        f"{_ORIGIN}{_between(start, end)}"
        f"CREATE (a)-[:{relationship.type} {{{_relationship_values(relationship, 'edges')}}}]->(b)\n"
    )


def _find_relationships(relationship: Relationship, start: str, end: str) -> str:
    return (
        f"// Looks (:{start})-[:{relationship.type}]->(:{end}) up between pairs of nodes. {_WRITTEN}\n"
        '// $edges (map, {"start": ["1"], "end": ["2"]}): the ends\n'
        f"{_between(start, end)}"
        f"MATCH (a)-[r:{relationship.type}]->(b)\n"
        "RETURN i AS pair, elementId(r) AS edge, properties(r) AS properties\n"
    )


def _between(start: str, end: str) -> str:
    return (
        "UNWIND range(0, size($edges.start) - 1) AS i\n"
        f"MATCH (a:{start} {{{_key(start)}: $edges.start[i]}})\n"
        f"MATCH (b:{end} {{{_key(end)}: $edges.`end`[i]}})\n"
    )


def _relationship_values(relationship: Relationship, columns: str) -> str:
    properties = (*relationship.properties, *model.naming())
    return ", ".join([*(f"{_quoted(prop.name)}: {_value(prop, columns)}" for prop in properties), _PROVENANCE])


def _value(prop: Property, columns: str) -> str:
    cell = f"${columns}.{_quoted(prop.name)}[i]"
    if prop.type == "datetime":
        return f"CASE WHEN {cell} IS NOT NULL THEN datetime({{epochMillis: {cell}}}) END"
    return f"date({cell})" if prop.type == "date" else cell


def _quoted(name: str) -> str:
    return f"`{name}`" if name in ("as", "end") else name


def _key(label: str) -> str:
    return "key" if label == "Person" else model.node(label).key


def _docs() -> str:
    lines = [
        "# The graph",
        "",
        "What Neo4j holds. This page is written from `graph/model`.",
        "",
        "Everything that was loaded also carries "
        + " and ".join(f"`{prop.name}` ({prop.meaning})" for prop in model.provenance())
        + ". Relationships also have "
        + ", ".join(f"`{prop.name}` ({prop.meaning})" for prop in model.naming())
        + ".",
        "",
        "## Nodes",
    ]
    for node in NODES:
        lines += ["", f"### {node.label}", "", f"`{node.pattern}` {node.meaning}. Its key is `{node.key}`.", ""]
        lines += _table([(f"`{p.name}`", p.type, p.meaning) for p in node.properties])
    lines += ["", "## Relationships"]
    for rel in RELATIONSHIPS:
        patterns = ", ".join(f"`(:{a})-[:{rel.type}]->(:{b})`" for a, b in rel.ends)
        lines += ["", f"### {rel.type}", "", f"{patterns} {rel.meaning}.", ""]
        lines += _table([(f"`{p.name}`", p.type, p.meaning) for p in rel.properties])
    return "\n".join(lines).rstrip() + "\n"


def _table(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    if rows:
        yield "| property | type | meaning |"
        yield "|---|---|---|"
        for row in rows:
            yield f"| {' | '.join(row)} |"


def main() -> None:
    for path, content in generated().items():
        target = _ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        console.print(path)


if __name__ == "__main__":
    main()
