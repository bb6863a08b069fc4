"""Chinese names in Latin letters."""

from __future__ import annotations

__all__ = ["COMPOUND_SURNAMES", "in_two", "syllables"]

_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
    "钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里"
    "呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山公坚左丘公伯西门公祖第五公乘贯丘歐陽東方諸葛尉遲"
    "鍾離長孫司馬公孫軒轅東郭南門西門"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[start : start + 2] for start in range(0, len(_PAIRS), 2))
"""Surnames of two characters."""

_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "盖": "ge", "区": "ou",
    "朴": "piao", "覃": "qin", "乐": "yue", "缪": "miao", "翟": "zhai", "洗": "xian", "冼": "xian", "折": "she",
    "员": "yun", "黑": "he", "种": "chong", "华": "hua", "召": "shao", "宁": "ning", "尹": "yin", "纪": "ji",
    "过": "guo",
    "秘": "bi", "繁": "po", "那": "na", "能": "nai", "教": "jiao", "祭": "zhai", "隗": "wei", "么": "yao", "逄": "pang",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai", "令狐": "linghu",
}  # fmt: skip
"""How surnames are read that are usually read otherwise, or in several ways."""


def in_two(name: str) -> tuple[list[str], list[str]]:
    """The syllables of a person's surname and given name: `单晓明` -> `["shan"], ["xiao", "ming"]`."""
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    surname = _SURNAMES.get(name[:length])
    return [surname] if surname else syllables(name[:length]), syllables(name[length:])


def syllables(text: str) -> list[str]:
    """How the characters are read, in lower case, without tones, with `v` for `ü`."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)
