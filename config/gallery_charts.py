"""The charts of the gallery, drawn from invented figures."""

from __future__ import annotations

from kernel import charts
from kernel.charts import Bar, Bench, Chart, Outlet, Seat, Series, Stream
from kernel.money import Money


def _words(pounds: int) -> str:
    return f"£{pounds:,}"


def _pence(pence: int) -> str:
    return str(Money(pence)).removesuffix(".00")


def costs() -> Chart:
    """Bars, one of them below zero."""
    figures = [
        ("Governance and clerking", 184_200),
        ("School improvement partners and moderation", 151_050),
        ("Data packs", 40_300),
        ("Early years", -12_400),
    ]
    bars = [Bar(label, pounds * 100, _pence(pounds * 100), 1 if pounds > 0 else 2) for label, pounds in figures]
    return charts.bars(
        "Clerking earns most; early years costs more than it brings", bars, what="Service", measure="Surplus"
    )


def income() -> Chart:
    """Columns of parts over three years."""
    series = [
        Series("Traded services", [98_000_000, 121_000_000, 139_000_000], 1),
        Series("Council commission", [82_000_000, 71_000_000, 64_000_000], 2),
        Series("Membership", [24_000_000, 27_500_000, 29_000_000], 3),
        Series("Grants", [0, 5_000_000, 8_000_000], 5),
    ]
    periods = ["2023–24", "2024–25", "2025–26"]
    return charts.over_time(
        "Schools now pay for more than the council does", periods, series, write=_pence, what="Year"
    )


def parts() -> Chart:
    """One whole in parts."""
    bars = [
        Bar("Traded services", 139, _words(1_390_000), 1),
        Bar("Council commission", 64, _words(640_000), 2),
        Bar("Membership", 29, _words(290_000), 3),
        Bar("Grants", 8, _words(80_000), 5),
    ]
    return charts.share(
        "More than half comes from services schools choose",
        bars,
        what="Kind",
        measure="Income",
        total=_words(2_400_000),
    )


def board() -> Chart:
    """A board of thirteen."""
    benches = [
        Bench("School", "S", 1, [Seat(f"Head {n}") for n in range(1, 7)]),
        Bench("Governor", "G", 3, [Seat("Governor 1"), Seat("Governor 2")]),
        Bench("Council", "C", 2, [Seat("Officer 1"), Seat("Councillor 1")]),
        Bench("Chief executive", "E", 4, [Seat("Chief executive")]),
        Bench("External", "X", 5, [Seat("External 1"), Seat("External 2", mark="chair")]),
    ]
    return charts.seats("13 directors: two of them are associated with the council", benches)


def surplus() -> Chart:
    """Where a year's money came from and went."""
    sources = [
        Stream("Traded services", 1_390_000, _words(1_390_000), 1),
        Stream("Council commission", 640_000, _words(640_000), 2),
        Stream("Membership", 290_000, _words(290_000), 3),
        Stream("Grants", 80_000, _words(80_000), 5),
    ]
    uses = [
        Stream("Reserves, to the policy level", 40_000, _words(40_000), 4),
        Stream("Oracy in Year 1", 34_000, _words(34_000), 1),
        Stream("New attendance service", 28_000, _words(28_000), 1),
        Stream("Adviser training", 18_000, _words(18_000), 1),
    ]
    outlets = [
        Outlet("Cost of services", 2_280_000, _words(2_280_000)),
        Outlet("Surplus", 120_000, _words(120_000), parts=uses, gold=True),
    ]
    return charts.flow(
        "£120,000 was left over, and none of it left the schools",
        sources,
        outlets,
        whole="Income",
        whole_words=_words(2_400_000),
    )
