"""Addresses of the company's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from company.views import articles, board, directors, meetings, resolutions

app_name = "company"

urlpatterns: list[URLPattern | URLResolver] = [
    path("company/board/", board.board, name="board"),
    path("company/what-if/", board.what_if, name="what_if"),
    path("company/directors/", directors.register, name="directors"),
    path("company/directors.csv", directors.register_csv, name="directors_csv"),
    path("company/directors/appoint/", directors.appoint, name="appoint"),
    path("company/directors/<int:person>/", directors.director, name="director"),
    path("company/directorships/<int:directorship>/end/", directors.end, name="end"),
    path("company/directorships/<int:directorship>/chair/", directors.take_chair, name="take_chair"),
    path("company/directorships/<int:directorship>/council/", directors.declare, name="declare"),
    path("company/directorships/<int:directorship>/work/", directors.work, name="work"),
    path("company/articles/", articles.articles, name="articles"),
    path("company/articles/change/", articles.change, name="change_articles"),
    path("company/meetings/", meetings.listed, name="meetings"),
    path("company/meetings/call/", meetings.call, name="call_meeting"),
    path("company/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("company/meetings/<int:pk>/attendance/", meetings.attendance, name="attendance"),
    path("company/meetings/<int:pk>/propose/", meetings.propose, name="propose"),
    path("company/resolutions/", resolutions.listed, name="resolutions"),
    path("company/resolutions/<slug:number>/", resolutions.resolution, name="resolution"),
    path("company/resolutions/<slug:number>/vote/", resolutions.vote, name="vote"),
]
