from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from members.views import demo, hats, mail, people, school_imports, schools, tokens, welcome

app_name = "members"

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/schools/", schools.schools, name="schools"),
    path("staff/schools/schools.csv", schools.schools_csv, name="schools_csv"),
    path("staff/schools/<int:urn>/", schools.school, name="school"),
    path("staff/schools/import/", school_imports.upload, name="school_imports"),
    path("staff/schools/import/<int:pk>/", school_imports.school_import, name="school_import"),
    path("staff/schools/import/<int:pk>/confirm/", school_imports.confirm, name="school_import_confirm"),
    path("staff/schools/import/<int:pk>/give-up/", school_imports.give_up, name="school_import_give_up"),
    path("staff/schools/import/<int:pk>/again/", school_imports.ask_again, name="school_import_again"),
    path("hats/", hats.hats, name="hats"),
    path("welcome/<str:key>/", welcome.welcome, name="welcome"),
    path("people/", people.mine, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/end/", people.end, name="end"),
    path("people/<int:pk>/invite-again/", people.invite_again, name="invite-again"),
    path("people/mail/", mail.mail, name="mail"),
    path("people/mail/<int:pk>/", mail.settle, name="mail-settle"),
    path("people/keys/", tokens.tokens, name="tokens"),
    path("people/keys/new/", tokens.make, name="token"),
    path("people/keys/<int:pk>/revoke/", tokens.revoke, name="revoke-token"),
    path("schools/<int:urn>/people/", people.at, name="school-people"),
    path("schools/<int:urn>/people/invite/", people.invite_at, name="school-invite"),
    path("schools/<int:urn>/people/<int:pk>/end/", people.end_at, name="school-end"),
    path("schools/<int:urn>/people/<int:pk>/limit/", people.limit_at, name="school-limit"),
    path("schools/<int:urn>/people/<int:pk>/invite-again/", people.invite_again_at, name="school-invite-again"),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.choose, name="demo"),
        path("demo/<int:pk>/", demo.enter, name="demo-enter"),
    ]
