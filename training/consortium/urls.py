"""Addresses of the consortium, under the desks they belong to."""

from django.urls import path

from training.consortium.views import demand, organizations, own_demand, projects, reports

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
    path("desk/organizations/", organizations.index, name="organizations"),
    path("desk/organizations/add/", organizations.add, name="add_organization"),
    path("desk/organizations/<int:organization_id>/", organizations.page, name="organization"),
    path("desk/organizations/<int:organization_id>/change/", organizations.change, name="change_organization"),
    path("desk/organizations/<int:organization_id>/agreements/", organizations.add_agreement, name="add_agreement"),
    path("desk/organizations/<int:organization_id>/contacts/", organizations.add_contact, name="add_contact"),
    path("desk/agreements/<int:agreement_id>/", organizations.change_agreement, name="change_agreement"),
    path("desk/agreements/<int:agreement_id>/files/", organizations.add_file, name="add_agreement_file"),
    path("desk/agreement-files/<int:file_id>/", organizations.file, name="agreement_file"),
    path("desk/agreement-files/<int:file_id>/erase/", organizations.erase_file, name="erase_agreement_file"),
    path("desk/contacts/<int:contact_id>/", organizations.change_contact, name="change_contact"),
    path("desk/contacts/<int:contact_id>/remove/", organizations.remove_contact, name="remove_contact"),
    path("desk/projects/", projects.board, name="projects"),
    path("desk/projects/add/", projects.add, name="add_project"),
    path("desk/projects/<int:project_id>/", projects.page, name="project"),
    path("desk/projects/<int:project_id>/change/", projects.change, name="change_project"),
    path("desk/projects/<int:project_id>/step/", projects.step, name="project_step"),
    path("desk/reports/", reports.index, name="reports"),
    path("desk/reports/new/", reports.new, name="new_report"),
    path("desk/reports/<int:report_id>/", reports.page, name="report"),
    path("desk/reports/<int:report_id>/submit/", reports.submit, name="submit_report"),
    path("desk/reports/<int:report_id>/discard/", reports.discard, name="discard_report"),
    path("desk/reports/<int:report_id>/differences/", reports.differences, name="report_differences"),
    path("desk/reports/<int:report_id>/report.xlsx", reports.workbook, name="report_workbook"),
    path("desk/reports/<int:report_id>/report.pdf", reports.drawn, name="report_paper"),
    path("projects/", projects.public_index, name="public_projects"),
    path("projects/<int:project_id>/", projects.public_page, name="public_project"),
]
