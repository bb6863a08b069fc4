"""Write `cypher/schema`, `cypher/load` and docs/graph-model.md from the declared model.

Run `python -m graph.generate` after changing graph/model.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph import model
from graph.model import NODES, RELATIONSHIPS, Node, Relationship
from guanxi.terminal import console

_ROOT = Path(__file__).parent.parent


def node_load_query(label: str) -> str:
    """The name of the query that loads nodes with this label."""
    return f"load/node_{label.lower()}"


def relationship_load_query(kind: str, start: str, end: str) -> str:
    """The name of the query that loads relationships of this type between these labels."""
    return f"load/{kind.lower()}_{start.lower()}_{end.lower()}"


def generated() -> dict[str, str]:
    """Every generated file, by its path from the root."""
    pages = {
        "cypher/schema/constraints.cypher": _constraints(),
        "cypher/schema/indexes.cypher": _indexes(),
        "docs/graph-model.md": _docs(),
    }
    for node in NODES:
        if node.loaded:
            pages[f"cypher/{node_load_query(node.label)}.cypher"] = _load_node(node)
    for relationship in RELATIONSHIPS:
        if relationship.loaded:
            for start, end in relationship.ends:
                path = f"cypher/{relationship_load_query(relationship.type, start, end)}.cypher"
                pages[path] = _load_relationship(relationship, start, end)
    return pages


def _constraints() -> str:
    lines = ["// Makes every key unique. Written from graph/model.py.", ""]
    for node in NODES:
        name = f"{node.label.lower()}_{node.key}"
        lines.append(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.{node.key} IS UNIQUE;")
    lines.append("CREATE CONSTRAINT person_key IF NOT EXISTS FOR (n:Person) REQUIRE n.key IS UNIQUE;")
    return "\n".join(lines) + "\n"


def _indexes() -> str:
    lines = ["// Indexes what is searched by. Written from graph/model.py.", ""]
    for node in NODES:
        for prop in node.properties:
            if prop.indexed:
                name = f"{node.label.lower()}_{prop.name}"
                lines.append(f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{node.label}) ON (n.{prop.name});")
    lines.append("CREATE INDEX person_email IF NOT EXISTS FOR (n:Person) ON (n.email);")
    lines.append(
        "CREATE FULLTEXT INDEX party_names IF NOT EXISTS FOR (n:Customer|Contact|Employee) ON EACH [n.name, n.email]\n"
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};"
    )
    return "\n".join(lines) + "\n"


_ROWS = "UNWIND $rows AS row\n"


def _load_node(node: Node) -> str:
    shared = "".join(f":{label}" for label in node.shared)
    labels = f"n{shared}, n.key = '{node.label.lower()}:' + row.id, " if shared else ""
    return (
        f"// Loads {node.label} nodes: {node.meaning}. Written from graph/model.py.\n"
        f'// $rows (map list, [{{"id": "1", "properties": {{}}}}]): id and properties of each\n'
        '// $source (string, "file"): the system that they come from\n'
        '// $batch (string, "b1"): the import that brings them\n'
        f"{_ROWS}"
        f"MERGE (n:{node.label} {{{node.key}: row.id}})\n"
        f"ON CREATE SET {labels}n.source = $source, n.batch = $batch\n"
        "SET n += row.properties\n"
    )


def _load_relationship(relationship: Relationship, start: str, end: str) -> str:
    keys = "".join(f'"{name}": "1", ' for name in relationship.identity)
    identity = ", ".join(f"{name}: row.{name}" for name in relationship.identity)
    pattern = f"{relationship.type} {{{identity}}}" if identity else relationship.type
    return (
        f"// Loads (:{start})-[:{relationship.type}]->(:{end}): {relationship.meaning}. Written from graph/model.py.\n"
        f'// $rows (map list, [{{"from": "1", "to": "2", {keys}"properties": {{}}}}]): ends and properties of each\n'
        '// $source (string, "file"): the system that they come from\n'
        '// $batch (string, "b1"): the import that brings them\n'
        f"{_ROWS}"
        f"MATCH (a:{start} {{{_key(start)}: row.from}})\n"
        f"MATCH (b:{end} {{{_key(end)}: row.to}})\n"
        f"MERGE (a)-[r:{pattern}]->(b)\n"
        "ON CREATE SET r.source = $source, r.batch = $batch\n"
        "SET r += row.properties\n"
    )


def _key(label: str) -> str:
    return "key" if label == "Person" else model.node(label).key


def _docs() -> str:
    lines = [
        "# The graph",
        "",
        "What Neo4j holds. This page is written from `graph/model.py`.",
        "",
        "Everything that was loaded also carries "
        + " and ".join(f"`{prop.name}` ({prop.meaning})" for prop in model.provenance())
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
