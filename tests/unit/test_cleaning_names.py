"""Names of people and companies, in both scripts."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import cleaning
from ingest.cleaning.companies import clean_company
from ingest.cleaning.names import clean_name


@pytest.mark.parametrize(
    ("written", "name", "rules"),
    [
        ("Ann Lee", "Ann Lee", None),
        ("ANN SMITH", "Ann Smith", "case"),
        ("ann smith", "Ann Smith", "case"),
        ("SEAN O'BRIEN-MCDONALD", "Sean O'Brien-McDonald", "case"),
        ("ludwig van der rohe", "Ludwig van der Rohe", "case"),
        ("Ann McDonald", "Ann McDonald", None),
        ("DJ Smith", "DJ Smith", None),
        ("Fang WANG", "Fang Wang", "case"),
        ("LI Fang", "Li Fang", "case"),
        ("Smith, Ann", "Ann Smith", "order"),
        ("van der Berg, Jan", "Jan van der Berg", "order"),
        ("SMITH, JOHN III", "John Smith III", "order, case"),
        ("Acme, Inc.", "Acme, Inc.", None),
        ("Mr. John Smith", "John Smith", "title"),
        ("Dr. Bo Lee, PhD", "Bo Lee", "title"),
        ("Ms Lee", "Ms Lee", None),
        ("ＡＮＮ　ＳＭＩＴＨ", "Ann Smith", "width, case"),
        ("Ann   Lee", "Ann Lee", "blanks"),
        ("张 三", "张三", "blanks"),
        ("张, 三", "张三", "order"),
        ("王芳女士", "王芳", "title"),
        ("张三丰总经理", "张三丰", "title"),
        ("张先生", "张先生", None),
        ("王总", "王总", None),
        ("欧阳先生", "欧阳先生", None),
        ("欧阳娜娜女士", "欧阳娜娜", "title"),
        ("王芳 (Fang Wang)", "王芳", "two scripts"),
        ("Fang Wang（王芳）", "王芳", "width, two scripts"),
        ("迪丽热巴·迪力木拉提", "迪丽热巴·迪力木拉提", None),
        ("Ann Smith (Sales)", "Ann Smith (Sales)", None),
    ],
)
def test_names_of_people(written: str, name: str, rules: str | None) -> None:
    found = clean_name(pl.Series([written]))
    assert (found.values.item(), None if found.rules is None else found.rules.item()) == (name, rules)


def test_the_other_name_is_kept() -> None:
    found = clean_name(pl.Series(["王芳 (Fang Wang)", "Ann Lee", "Bo (王)"])).beside["other_name"]
    assert found.to_list() == ["Fang Wang", None, "Bo"]


def test_a_name_out_of_two_columns() -> None:
    parts = pl.DataFrame({"last": ["Smith", "欧阳", None], "first": ["Ann", "娜娜", "Bo"]})
    names = parts.select(cleaning.full_name(pl.col("last"), pl.col("first"))).to_series()
    assert names.to_list() == ["Ann Smith", "欧阳娜娜", "Bo"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. JOSÉ García, PhD", "jose garcia"),
        ("O'Brien, Sean", "Sean OBrien"),
        ("Mary-Jane Lee (Sales)", "mary jane lee"),
        ("Ms Lee", "LEE"),
        ("王 芳（Fang Wang）", "王芳女士"),
    ],
)
def test_people_who_are_called_the_same(one: str, other: str) -> None:
    cores = pl.DataFrame({"name": [one, other]}).select(cleaning.person_core(pl.col("name"))).to_series()
    assert cores.n_unique() == 1


@pytest.mark.parametrize(
    ("written", "name", "core"),
    [
        ("Acme, Inc.", "Acme, Inc.", "acme"),
        ("ACME  Corporation", "ACME Corporation", "acme"),
        ("Müller GmbH & Co. KG", "Müller GmbH & Co. KG", "muller"),
        ("Société Générale S.A.", "Société Générale S.A.", "societe generale"),
        ("Huawei Technologies Co., Ltd.", "Huawei Technologies Co., Ltd.", "huawei technologies"),
        ("The Coca-Cola Company", "The Coca-Cola Company", "coca cola"),
        ("AT&T Inc", "AT&T Inc", "at t"),
        ("华为技术有限公司", "华为技术有限公司", "华为技术"),
        ("北京字节跳动科技有限责任公司", "北京字节跳动科技有限责任公司", "北京字节跳动科技"),
        ("上海 浦发 集团股份有限公司", "上海浦发集团股份有限公司", "上海浦发"),
        ("宝马（中国）有限公司", "宝马(中国)有限公司", "宝马"),
        ("浦发银行上海分公司", "浦发银行上海分公司", "浦发银行上海分公司"),
        ("有限公司", "有限公司", "有限公司"),
    ],
)
def test_names_of_companies(written: str, name: str, core: str) -> None:
    names = pl.DataFrame({"name": [written]})
    assert clean_company(names["name"]).values.item() == name
    assert names.select(cleaning.company_core(pl.col("name"))).item() == core


NAMES = st.lists(
    st.one_of(
        st.text(alphabet=st.characters(codec="utf-8"), max_size=16),
        st.lists(
            st.sampled_from(
                [
                    "Mr.",
                    "dr",
                    "SMITH",
                    "ann",
                    "van",
                    "der",
                    ",",
                    "(",
                    ")",
                    "王",
                    "芳",
                    "欧阳",
                    "总",
                    "女士",
                    "PhD",
                    "III",
                    "O'B",
                    "ﬁ",
                    "Fang",
                    "WANG",
                    "有限公司",
                    "Inc",
                ]
            ),
            max_size=6,
        ).map(" ".join),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_cleaning_a_clean_name_changes_nothing(names: list[str]) -> None:
    cells = pl.DataFrame({"name": names}).select(cleaning.text(pl.col("name"))).to_series()
    for clean in (clean_name, clean_company):
        once = clean(cells).values
        again = clean(once)
        assert again.values.to_list() == once.to_list()
        assert again.rules is None or again.rules.null_count() == len(names)
