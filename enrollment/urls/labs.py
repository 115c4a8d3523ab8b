"""Labs and instruments: the operator's desk, a session's bookings, and the public list."""

from django.urls import path

from enrollment.views import labs as outside
from enrollment.views.desk import labs

urlpatterns = [
    path("labs/", outside.public, name="labs"),
    path("teach/sessions/<int:session_id>/instruments/", outside.session_instruments, name="session_instruments"),
    path("teach/bookings/<int:booking_id>/", outside.change_booking, name="change_booking"),
    path("teach/bookings/<int:booking_id>/cancel/", outside.cancel_booking, name="cancel_booking"),
    path("desk/labs/", labs.index, name="instruments"),
    path("desk/labs/add/", labs.add, name="add_instrument"),
    path("desk/labs/<int:instrument_id>/", labs.page, name="instrument"),
    path("desk/labs/<int:instrument_id>/change/", labs.change, name="change_instrument"),
    path("desk/labs/<int:instrument_id>/calibrated/", labs.calibrate, name="calibrate_instrument"),
    path("desk/labs/<int:instrument_id>/retire/", labs.retire, name="retire_instrument"),
    path("desk/labs/<int:instrument_id>/take-back/", labs.take_back, name="take_back_instrument"),
    path("desk/labs/<int:instrument_id>/measures/", labs.add_measurand, name="add_measurand"),
    path("desk/labs/<int:instrument_id>/outages/", labs.report, name="report_outage"),
    path("desk/labs/measures/<int:measurand_id>/", labs.change_measurand, name="change_measurand"),
    path("desk/labs/measures/<int:measurand_id>/remove/", labs.remove_measurand, name="remove_measurand"),
    path("desk/labs/outages/<int:outage_id>/", labs.change_outage, name="change_outage"),
    path("desk/labs/outages/<int:outage_id>/end/", labs.end_outage, name="end_outage"),
]
