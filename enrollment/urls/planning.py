"""The operator's desk: places, stations, programs and the calendar."""

from django.urls import path

from enrollment.views.desk import places

urlpatterns = [
    path("places/", places.index, name="places"),
    path("places/<slug:kind>/add/", places.add, name="add_place"),
    path("places/<slug:kind>/<int:place_id>/", places.change, name="change_place"),
    path("sessions/<int:session_id>/stations/", places.session, name="session_stations"),
    path("sessions/<int:session_id>/stations/move/", places.move, name="move_groups"),
    path("sessions/<int:session_id>/stations/clear/", places.clear, name="clear_stations"),
]
