"""Addresses of the consortium, under the desks they belong to."""

from django.urls import path

from training.consortium.views import demand, own_demand

app_name = "consortium"
urlpatterns = [
    path("partners/demand/", own_demand.index, name="own_demand"),
    path("partners/demand/new/", own_demand.state, name="state_demand"),
    path("partners/demand/<int:demand_id>/", own_demand.page, name="own_demand_page"),
    path("partners/demand/<int:demand_id>/change/", own_demand.change, name="change_demand"),
    path("partners/demand/<int:demand_id>/take-back/", own_demand.take_back, name="take_back_demand"),
    path("desk/demand/", demand.index, name="demand"),
    path("desk/demand.csv", demand.table, name="demand_table"),
    path("desk/demand/group/", demand.group, name="group_demand"),
    path("desk/demand/<int:demand_id>/", demand.page, name="demand_page"),
    path("desk/demand/<int:demand_id>/plan/", demand.plan, name="plan_demand"),
    path("desk/demand/<int:demand_id>/answer/", demand.answer, name="answer_demand"),
    path("desk/demand/<int:demand_id>/decline/", demand.decline, name="decline_demand"),
    path("desk/demand/<int:demand_id>/take-out/", demand.take_out, name="take_out_demand"),
]
