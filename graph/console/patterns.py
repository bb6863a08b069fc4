"""Regular expressions that take time exponential in the text: Java's, which Neo4j uses, cannot be stopped."""

from __future__ import annotations

import re

__all__ = ["is_slow"]

_OPEN_REPETITIONS = 3


def is_slow(pattern: str) -> bool:
    """Could matching take time that grows faster than the cube of the text's length?

    So it is where a repeated group repeats or chooses inside, where a pattern refers back, or has more than
    three repetitions without a fixed count. What cannot be judged (quoting, comments, classes in classes)
    counts as slow.
    """
    if re.search(r"\\[1-9kQ]|\(\?[a-zA-Z-]*x|\[[^\]]*\[", pattern):
        return True
    plain = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", pattern, flags=re.DOTALL)
    plain = re.sub(r"(?<!\))\{\d+\}", "", plain)
    while group := re.search(r"\((?:\?:)?([^()]*)\)([*+{]?)", plain):
        repeated = re.sub(r"[^*+{|?]", "", group[1])
        if group[2] and repeated:
            return True
        plain = plain[: group.start()] + "x" + repeated + group[2] + plain[group.end() :]
    return len(re.findall(r"[*+{]", plain)) > _OPEN_REPETITIONS
