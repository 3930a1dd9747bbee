from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from members.views import school_imports, schools

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
]
