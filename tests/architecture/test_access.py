"""Every address is classified: who may open it."""

from django.urls import URLPattern, URLResolver, get_resolver


def our_patterns(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += our_patterns(pattern.url_patterns)
        elif not pattern.callback.__module__.startswith(("allauth.", "django.", "drf_spectacular.")):
            found.append(pattern)
    return found


def test_every_view_of_ours_says_who_may_open_it() -> None:
    ours = our_patterns(get_resolver().url_patterns)
    assert ours
    assert [str(p.pattern) for p in ours if not hasattr(p.callback, "access")] == []
