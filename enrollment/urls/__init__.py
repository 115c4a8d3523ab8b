"""Addresses of cohorts, attendance and the four desks."""

from django.urls import include, path

from enrollment.urls import (
    apply,
    attend,
    attendance,
    completion,
    desk,
    kiosk,
    labs,
    learn,
    partners,
    planning,
    teach,
    timetables,
)
from enrollment.views import feeds

app_name = "enrollment"
urlpatterns = [
    path("", include(completion.urlpatterns)),
    path("", include(labs.urlpatterns)),
    path("cohorts/", include(apply.urlpatterns)),
    path("cohorts/", include(timetables.urlpatterns)),
    path("attend/", include(attend.urlpatterns)),
    path("kiosk/", include(kiosk.urlpatterns)),
    path("learn/", include(learn.urlpatterns)),
    path("teach/", include(teach.urlpatterns)),
    path("desk/", include(attendance.urlpatterns)),
    path("desk/", include(planning.urlpatterns)),
    path("desk/", include(desk.urlpatterns)),  # last: an act on a person or an application takes any word
    path("calendar/<int:feed_id>/<slug:token>.ics", feeds.own_feed, name="own_feed"),
    path("partners/", include(partners.urlpatterns)),
]
