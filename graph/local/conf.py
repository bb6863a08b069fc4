"""The neo4j.conf of the managed server: small, on the loopback, and shut to the outside."""

from __future__ import annotations

from pathlib import Path

JVM_OPENS = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
)


def neo4j_conf(*, bolt_port: int, page_cache: str, heap: str) -> str:
    """The text of neo4j.conf.

    LOAD CSV can reach neither files nor addresses, APOC is not loaded, only Bolt on 127.0.0.1 listens, and
    time and memory of a transaction are bounded. The heap itself is a JVM option.
    """
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.directories.import": "import",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "dbms.security.procedures.allowlist": "db.*,dbms.components",
        "dbms.security.auth_enabled": "true",
        "db.transaction.timeout": "10m",
        "db.memory.transaction.max": heap,
        "dbms.memory.transaction.total.max": heap,
        "server.memory.pagecache.size": page_cache,
        "db.tx_log.rotation.retention_policy": "256M size",
        "dbms.usage_report.enabled": "false",
    }
    return "".join(f"{key}={value}\n" for key, value in settings.items())


def write_conf(home: Path, **settings: str | int) -> None:
    """Make the server's folders under `home` and write its configuration."""
    for name in ("conf", "data", "logs", "plugins", "import", "run"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(neo4j_conf(**settings), encoding="utf-8")  # type: ignore[arg-type]
