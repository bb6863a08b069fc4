"""Sections about what analyses assume."""

from __future__ import annotations

from pydantic import Field, PositiveFloat, field_validator, model_validator

from guanxi.config.section import Section


class StrengthConfig(Section):
    """Tie mass and strength. `s0` makes a two-way meeting every week about 80."""

    half_life_days: float = Field(90.0, gt=0)
    s0: float = Field(11.84, gt=0)
    max_participants: int = Field(20, ge=2)
    channels: dict[str, float] = Field(
        default_factory=lambda: {
            "meeting": 1.0,
            "visit": 1.0,
            "call": 0.8,
            "chat": 0.4,
            "mail": 0.4,
            "ticket": 0.3,
            "mention": 0.1,
        }
    )
    other_channel: float = Field(0.4, ge=0)
    mutual: list[str] = Field(default_factory=lambda: ["meeting", "visit", "call"])
    fade_points: float = Field(1.0, ge=0)


class ClustersConfig(Section):
    """Leiden on tie strength, matched from run to run."""

    resolution: float = Field(1.0, gt=0)
    seed: int = 42
    same: float = Field(0.3, gt=0, le=1)
    part: float = Field(0.2, gt=0, le=0.5)
    second_share: float = Field(0.3, gt=0, le=1)


class InfluenceConfig(Section):
    """Readings of influence."""

    damping: float = Field(0.85, gt=0, lt=1)
    referral_weight: float = Field(0.5, ge=0)
    betweenness_sources: int = Field(256, ge=1)
    exact_betweenness_nodes: int = Field(3000, ge=1)
    harmonic_sources: int = Field(4096, ge=1)
    exact_harmonic_nodes: int = Field(50_000, ge=1)
    beta: float = Field(0.25, gt=0)
    worlds: int = Field(200, ge=2)
    seeds: int = Field(10, ge=1)
    epsilon: float = Field(0.1, gt=0, lt=0.6)
    confidence: float = Field(0.99, gt=0, lt=1)


class MoneyConfig(Section):
    """The currency that amounts are added up in. `rates` tell what one unit of another is worth in it."""

    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    rates: dict[str, PositiveFloat] = Field(default_factory=dict)


_SENIORITY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("executive", (
        "chief executive", "chief operating", "chief financial", "chief technology", "chief information",
        "chief marketing", "chief commercial", "ceo", "coo", "cfo", "cto", "cio", "managing director",
        "general manager", "president", "founder", "owner", "chairman", "chairwoman",
        "总经理", "董事", "总裁", "首席", "创始人", "财务总监",
    )),
    ("director", (
        "director", "head", "vice president", "vp", "dean", "总监", "厂长", "院长", "副总裁", "事业部总经理",
    )),
    ("manager", (
        "manager", "lead", "leader", "supervisor", "product owner", "经理", "主管", "主任", "部长", "组长",
    )),
    ("staff", ()),
)  # fmt: skip


_ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("decision maker", ("economic buyer", "approver", "决策者", "决策人", "最终决策人")),
    ("budget holder", ("budget owner", "financial approver", "预算负责人", "预算持有人")),
    ("champion", ("sponsor", "executive sponsor", "advocate", "支持者", "内部支持者", "拥护者")),
    ("evaluator", ("technical buyer", "influencer", "技术评估人", "评估者", "影响者")),
    ("user", ("end user", "business user", "使用者", "最终用户", "用户")),
)


class HealthWeights(Section):
    """How much each part of an account's health counts."""

    recency: float = Field(0.25, ge=0)
    trend: float = Field(0.15, ge=0)
    two_way: float = Field(0.15, ge=0)
    breadth: float = Field(0.2, ge=0)
    seniority: float = Field(0.1, ge=0)
    sentiment: float = Field(0.15, ge=0)

    @model_validator(mode="after")
    def _some(self) -> HealthWeights:
        if not any(dict(self).values()):
            raise ValueError("at least one weight must be more than 0")
        return self


class HealthConfig(Section):
    """Account health; see docs/definitions.md."""

    weights: HealthWeights = HealthWeights()
    change_days: float = Field(90.0, gt=0)
    window_days: float = Field(180.0, gt=0)
    usual_gap_days: float = Field(30.0, gt=0)
    shortest_gap_days: float = Field(7.0, gt=0)
    warm: float = Field(30.0, ge=0, lt=100)
    people: int = Field(4, ge=1)
    reached: float = Field(10.0, ge=0, lt=100)
    seniority: dict[str, list[str]] = Field(default_factory=lambda: {name: list(words) for name, words in _SENIORITY})

    @field_validator("seniority")
    @classmethod
    def _any_level(cls, seniority: dict[str, list[str]]) -> dict[str, list[str]]:
        if not seniority:
            raise ValueError("at least one level must be named")
        return seniority


class CoverageConfig(Section):
    """Who is wanted in a buying committee, and when a relation rests on too few."""

    roles: dict[str, list[str]] = Field(default_factory=lambda: {name: list(words) for name, words in _ROLES})
    champion: str = "champion"
    window_days: float = Field(180.0, gt=0)
    single_thread_share: float = Field(0.8, gt=0, le=1)
    fewest_touchpoints: int = Field(3, ge=1)
    silent_gaps: float = Field(3.0, ge=0)
    silent_days: float = Field(45.0, ge=0)


class ChurnConfig(Section):
    """Signals that an account may leave, what each weighs, and from which risk somebody is warned."""

    weights: dict[str, float] = Field(
        default_factory=lambda: {
            "contact": 0.7,
            "purchases": 0.4,
            "alive": 0.3,
            "sentiment": 0.8,
            "champion": 0.3,
            "neighbours": 0.3,
        }
    )
    warn_at: float = Field(50.0, ge=0, le=100)
    watch_at: float = Field(25.0, ge=0, le=100)
    recent_days: float = Field(90.0, gt=0)
    gone_days: float = Field(180.0, gt=0)
    fewest: int = Field(3, ge=1)
    contract_days: float = Field(120.0, gt=0)
    contract_boost: float = Field(0.5, ge=0)
    model_lead_days: float = Field(30.0, ge=0)
    model_span_days: float = Field(90.0, gt=0)
    model_fewest: int = Field(20, ge=5)


class SegmentsConfig(Section):
    """Where accounts stand: value tier, activity and lifecycle."""

    value_days: float = Field(365.0, gt=0)
    high_share: float = Field(0.2, gt=0, lt=1)
    potential_share: float = Field(0.5, gt=0, lt=1)
    active_days: float = Field(30.0, gt=0)
    dormant_days: float = Field(120.0, gt=0)
    repeat_from: int = Field(2, ge=2)
    loyal_from: int = Field(4, ge=3)
    lost_days: float = Field(365.0, gt=0)
    lost_gaps: float = Field(3.0, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> SegmentsConfig:
        for less, more in (
            ("high_share", "potential_share"),
            ("active_days", "dormant_days"),
            ("repeat_from", "loyal_from"),
        ):
            if getattr(self, less) >= getattr(self, more):
                raise ValueError(f"{less} must be less than {more}")
        return self


class LifetimeConfig(Section):
    """Lifetime value: how far ahead, what the future is worth today, and what whoever referred is credited."""

    ahead_weeks: int = Field(52, ge=4, le=520, multiple_of=4)
    yearly_discount: float = Field(0.1, ge=0, lt=1)
    margin: float = Field(1.0, gt=0, le=1)
    referral_credit: float = Field(0.5, ge=0, le=1)


class RecommendConfig(Section):
    """What to offer next, and how soon an account may buy."""

    weights: dict[str, float] = Field(default_factory=lambda: {"circle": 0.4, "similar": 0.4, "popular": 0.2})
    prior: float = Field(5.0, gt=0)
    products: int = Field(5, ge=1, le=50)
    ahead_days: float = Field(90.0, gt=0)


class SatisfactionConfig(Section):
    """NPS, CSAT and CES of accounts."""

    days: int = Field(365, ge=1)


class RelationsConfig(Section):
    """When two people are guessed to be family, friends, colleagues or partners; see docs/definitions.md."""

    least: float = Field(0.5, gt=0, le=1)
    fewest: int = Field(4, ge=1)
    most_people: int = Field(4, ge=2)
    household: int = Field(4, ge=2)
    small: int = Field(20, ge=2)
    from_hour: int = Field(7, ge=0, le=23)
    to_hour: int = Field(20, ge=1, le=24)
