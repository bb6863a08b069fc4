"""What a query of the console may use: Neo4j's reading operators, procedures that describe the graph, its functions."""

from __future__ import annotations

__all__ = ["FUNCTIONS", "OPERATORS", "PROCEDURES", "WORDS"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SCANS = _words(
    "AllNodesScan NodeByLabelScan IntersectionNodeByLabelsScan SubtractionNodeByLabelsScan UnionNodeByLabelsScan "
    "NodeByIdSeek NodeByElementIdSeek NodeIndexSeek NodeIndexSeekByRange NodeUniqueIndexSeek "
    "NodeUniqueIndexSeekByRange MultiNodeIndexSeek NodeIndexScan NodeIndexContainsScan NodeIndexEndsWithScan "
    "NodeCountFromCountStore RelationshipCountFromCountStore"
)
_RELATIONSHIP_SCANS = _words(
    "AllRelationshipsScan RelationshipTypeScan UnionRelationshipTypesScan RelationshipByIdSeek "
    "RelationshipByElementIdSeek RelationshipIndexSeek RelationshipIndexSeekByRange RelationshipUniqueIndexSeek "
    "RelationshipUniqueIndexSeekByRange RelationshipIndexScan RelationshipIndexContainsScan "
    "RelationshipIndexEndsWithScan"
)
_STEPS = _words(
    "ProduceResults Projection Filter Argument Apply SemiApply AntiSemiApply LetSemiApply LetAntiSemiApply "
    "SelectOrSemiApply SelectOrAntiSemiApply LetSelectOrSemiApply LetSelectOrAntiSemiApply ConditionalApply "
    "AntiConditionalApply RollUpApply Optional Anti Expand OptionalExpand VarLengthExpand Repeat BidirectionalRepeat "
    "ShortestPath StatefulShortestPath ProjectEndpoints NullifyMetadata CartesianProduct NodeHashJoin ValueHashJoin "
    "NodeLeftOuterHashJoin NodeRightOuterHashJoin AssertSameNode AssertSameRelationship TriadicSelection TriadicBuild "
    "TriadicFilter Eager EagerAggregation OrderedAggregation Distinct OrderedDistinct Limit ExhaustiveLimit Skip Sort "
    "PartialSort Top PartialTop Top1WithTies Union OrderedUnion Unwind CacheProperties ProcedureCall"
)

OPERATORS = frozenset(
    {*_SCANS, *_STEPS, *(f"{kind}{scan}" for kind in ("Directed", "Undirected") for scan in _RELATIONSHIP_SCANS)}
)
"""Operators of plans that only read the graph, without what stands in brackets (`Expand(All)` is `Expand`)."""

PROCEDURES = frozenset(
    {
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.schema.visualization",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
        "db.index.fulltext.listavailableanalyzers",
        "db.index.vector.querynodes",
        "db.index.vector.queryrelationships",
    }
)
"""Procedures that may be called, in lower case."""

FUNCTIONS = _words(
    # predicates and scalars
    "all any exists isempty none single char_length character_length coalesce elementid endnode head id last length "
    "nullif properties randomuuid size startnode timestamp toboolean tobooleanornull tofloat tofloatornull tointeger "
    "tointegerornull type valuetype "
    # aggregation and lists
    "avg collect count max min percentilecont percentiledisc stdev stdevp sum keys labels nodes range reduce "
    "relationships reverse tail tobooleanlist tofloatlist tointegerlist tostringlist "
    # numbers
    "abs ceil floor isnan rand round sign e exp log log10 sqrt acos asin atan atan2 cos cot degrees haversin pi "
    "radians sin tan "
    # text
    "btrim left lower ltrim normalize replace right rtrim split substring tolower tostring tostringornull toupper trim "
    "upper "
    # time
    "date date.realtime date.statement date.transaction date.truncate datetime datetime.fromepoch "
    "datetime.fromepochmillis datetime.realtime datetime.statement datetime.transaction datetime.truncate duration "
    "duration.between duration.indays duration.inmonths duration.inseconds localdatetime localdatetime.realtime "
    "localdatetime.statement localdatetime.transaction localdatetime.truncate localtime localtime.realtime "
    "localtime.statement localtime.transaction localtime.truncate time time.realtime time.statement time.transaction "
    "time.truncate "
    # space, vectors, paths
    "point point.distance point.withinbbox vector.similarity.cosine vector.similarity.euclidean shortestpath "
    "allshortestpaths"
)
"""Functions that may be used, in lower case."""

WORDS = _words(
    "match where and or xor not in return with unwind call by then else when case distinct optional shortest paths "
    "path groups group limit skip offset contains starts ends on union as yield is trail acyclic walk repeatable "
    "different elements merge create insert set foreach for"
)
"""Keywords that may stand before a bracket; those that write are refused by the server."""
