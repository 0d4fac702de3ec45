"""The addresses of the pages of the cases room, a list for each part of it."""

from __future__ import annotations

from django.urls import path

from .views import (
    arrivals,
    case_actions,
    case_list,
    case_pages,
    caseloads,
    closure,
    documents,
    families,
    implications,
    life_events,
    manifests,
    messages,
    needtoknow,
    openings,
    operations,
    persons,
    plans,
    restrictions,
    retention,
    search,
    transfers,
    visits,
)

app_name = "cases"

CASE = "cases/<str:number>/"
message_urls = [
    path("messages/", messages.MessageListView.as_view(), name="message_list"),
    path("messages/seen/", messages.MessagesSeenView.as_view(), name="messages_seen"),
    path("messages/count/", messages.MessageCountView.as_view(), name="message_count"),
]
case_urls = [
    path("cases/", case_list.CaseListView.as_view(), name="case_list"),
    path(CASE, case_pages.CaseDetailView.as_view(), name="case_detail"),
    path(f"{CASE}timeline/", case_pages.TimelineView.as_view(), name="case_timeline"),
    path(f"{CASE}timeline/<int:pk>/", case_pages.TimelineDetailView.as_view(), name="timeline_detail"),
    path(f"{CASE}history/", case_pages.CaseHistoryView.as_view(), name="case_history"),
    path(f"{CASE}access/", case_pages.GrantListView.as_view(), name="grant_list"),
    path(f"{CASE}access/new/", case_actions.GrantCreateView.as_view(), name="grant_create"),
    path(f"{CASE}left-out/", implications.ImplicationListView.as_view(), name="implication_list"),
    path(f"{CASE}left-out/new/", implications.ImplicationCreateView.as_view(), name="implication_create"),
    path(f"{CASE}left-out/<int:pk>/end/", implications.ImplicationEndView.as_view(), name="implication_end"),
    path(f"{CASE}need-to-know/", needtoknow.NeedListView.as_view(), name="need_list"),
    path(f"{CASE}need-to-know/new/", needtoknow.NeedCreateView.as_view(), name="need_create"),
    path(f"{CASE}need-to-know/<int:pk>/end/", needtoknow.NeedEndView.as_view(), name="need_end"),
    path(f"{CASE}access/<int:pk>/end/", case_actions.GrantEndView.as_view(), name="grant_end"),
    path(f"{CASE}note/", case_actions.NoteAddView.as_view(), name="note_add"),
    path(f"{CASE}notes/<int:pk>/", documents.NoteDetailView.as_view(), name="note_detail"),
    path(f"{CASE}risk/", case_actions.RiskSetView.as_view(), name="risk_set"),
    path(f"{CASE}status/", case_actions.StatusSetView.as_view(), name="status_set"),
    path(f"{CASE}facts/", case_actions.CaseFactsView.as_view(), name="case_facts"),
    path(f"{CASE}hold/", case_actions.CaseHoldView.as_view(), name="case_hold"),
    path(f"{CASE}resume/", case_actions.CaseResumeView.as_view(), name="case_resume"),
    path(f"{CASE}assign/", case_actions.CaseAssignView.as_view(), name="case_assign"),
    path(f"{CASE}documents/", documents.DocumentListView.as_view(), name="document_list"),
    path(f"{CASE}documents/new/", documents.DocumentAddView.as_view(), name="document_add"),
    path(f"{CASE}documents/<int:pk>/", documents.DocumentOpenView.as_view(), name="document_open"),
    path(f"{CASE}documents/<int:pk>/small/", documents.DocumentSmallView.as_view(), name="document_small"),
    path(f"{CASE}life-event/", life_events.LifeEventRecordView.as_view(), name="life_event_record"),
    path(f"{CASE}life-events/<int:pk>/", life_events.LifeEventDetailView.as_view(), name="life_event_detail"),
    path(
        f"{CASE}life-events/<int:pk>/items/<int:item>/", life_events.LifeEventItemView.as_view(), name="life_event_item"
    ),
    path(f"{CASE}close/", closure.CaseCloseView.as_view(), name="case_close"),
    path(f"{CASE}close/approve/", closure.CloseApproveView.as_view(), name="close_approve"),
    path(f"{CASE}close/return/", closure.CloseReturnView.as_view(), name="close_return"),
    path(f"{CASE}reopen/", closure.CaseReopenView.as_view(), name="case_reopen"),
]

PLAN = f"{CASE}plan/"
plan_urls = [
    path(PLAN, plans.PlanPageView.as_view(), name="plan_page"),
    path(f"{PLAN}new/", plans.PlanCreateView.as_view(), name="plan_create"),
    path(f"{PLAN}edit/", plans.PlanUpdateView.as_view(), name="plan_update"),
    path(f"{PLAN}submit/", plans.PlanSubmitView.as_view(), name="plan_submit"),
    path(f"{PLAN}approve/", plans.PlanApproveView.as_view(), name="plan_approve"),
    path(f"{PLAN}return/", plans.PlanReturnView.as_view(), name="plan_return"),
    path(f"{PLAN}review/", plans.PlanReviewView.as_view(), name="plan_review"),
    path(f"{PLAN}goals/new/", plans.GoalAddView.as_view(), name="goal_add"),
    path(f"{PLAN}goals/<int:pk>/", plans.GoalUpdateView.as_view(), name="goal_update"),
    path(f"{PLAN}goals/<int:pk>/close/", plans.GoalCloseView.as_view(), name="goal_close"),
    path(f"{PLAN}goals/<int:pk>/steps/new/", plans.StepAddView.as_view(), name="step_add"),
    path(f"{PLAN}steps/<int:pk>/", plans.StepUpdateView.as_view(), name="step_update"),
    path(f"{PLAN}steps/<int:pk>/done/", plans.StepDoneView.as_view(), name="step_done"),
]

person_urls = [
    path("search/", search.SearchView.as_view(), name="person_search"),
    path("cases/new/", persons.WalkInView.as_view(), name="case_create"),
    path(f"{CASE}person/", persons.PersonEditView.as_view(), name="person_edit"),
    path(f"{CASE}names/new/", persons.OtherNameView.as_view(), name="name_add"),
    path(f"{CASE}papers/", persons.PapersView.as_view(), name="papers"),
    path(f"{CASE}papers/<int:pk>/show/", persons.PaperShowView.as_view(), name="paper_show"),
]

FAMILY = "families/<str:number>/"
family_urls = [
    path("families/", families.FamilyListView.as_view(), name="family_list"),
    path(FAMILY, families.FamilyView.as_view(), name="family_detail"),
    path(f"{FAMILY}newborn/", families.NewbornView.as_view(), name="family_newborn"),
    path(f"{FAMILY}relative/", families.RelativeView.as_view(), name="family_relative"),
    path(f"{FAMILY}join/", families.JoinView.as_view(), name="family_join"),
    path(f"{FAMILY}leave/", families.LeaveView.as_view(), name="family_leave"),
    path(f"{FAMILY}split/", families.SplitView.as_view(), name="family_split"),
    path(f"{FAMILY}merge/", families.MergeView.as_view(), name="family_merge"),
    path(f"{FAMILY}visit/", visits.VisitFormView.as_view(), name="visit_form"),
    path(f"{FAMILY}visit/draft/", visits.VisitDraftView.as_view(), name="visit_draft"),
    path(f"{FAMILY}visits/<int:pk>/", visits.VisitView.as_view(), name="family_visit"),
    path(f"{CASE}visits/<int:pk>/", visits.VisitView.as_view(), {"of": "case"}, name="visit_detail"),
]

ARRIVAL = "arrivals/<int:pk>/"
MANIFEST = "manifests/<int:pk>/"
arrival_urls = [
    path("operations/", operations.OperationListView.as_view(), name="operation_list"),
    path("operations/new/", operations.OperationEditView.as_view(), name="operation_create"),
    path("operations/<int:pk>/", operations.OperationDetailView.as_view(), name="operation_detail"),
    path("operations/<int:pk>/edit/", operations.OperationEditView.as_view(), name="operation_edit"),
    path("operations/<int:pk>/phase/", operations.PhaseAddView.as_view(), name="phase_add"),
    path("arrivals/", arrivals.ArrivalListView.as_view(), name="arrival_list"),
    path("arrivals/new/", arrivals.ArrivalEditView.as_view(), name="arrival_create"),
    path(ARRIVAL, arrivals.ArrivalDetailView.as_view(), name="arrival_detail"),
    path(f"{ARRIVAL}edit/", arrivals.ArrivalEditView.as_view(), name="arrival_edit"),
    path(f"{ARRIVAL}manifest/", manifests.ManifestUploadView.as_view(), name="manifest_upload"),
    path(f"{ARRIVAL}roll-call/", arrivals.RollCallView.as_view(), name="arrival_roll_call"),
    path(f"{ARRIVAL}not-listed/", arrivals.NotListedView.as_view(), name="arrival_not_listed"),
    path(f"{ARRIVAL}triage/", arrivals.TriageView.as_view(), name="arrival_triage"),
    path(f"{ARRIVAL}assign/", transfers.ArrivalAssignView.as_view(), name="arrival_assign"),
    path(MANIFEST, manifests.ManifestCheckView.as_view(), name="manifest_check"),
    path(f"{MANIFEST}columns/", manifests.ManifestColumnsView.as_view(), name="manifest_columns"),
    path(f"{MANIFEST}rows/<int:number>/", manifests.RowDecideView.as_view(), name="manifest_row"),
    path(f"{MANIFEST}accept/", manifests.ManifestAcceptView.as_view(), name="manifest_accept"),
    path(f"{MANIFEST}progress/", manifests.ManifestProgressView.as_view(), name="manifest_progress"),
    path(f"{MANIFEST}undo/", manifests.ManifestUndoView.as_view(), name="manifest_undo"),
    path(f"{MANIFEST}changes/", manifests.ManifestCompareView.as_view(), name="manifest_compare"),
    path("transfers/", transfers.TransferListView.as_view(), name="transfer_list"),
    path("transfers/<int:pk>/decide/", transfers.TransferDecideView.as_view(), name="transfer_decide"),
    path("transfers/<int:pk>/withdraw/", transfers.TransferWithdrawView.as_view(), name="transfer_withdraw"),
    path(f"{CASE}transfer/", transfers.TransferCreateView.as_view(), name="transfer_create"),
]

access_urls = [
    path(f"{CASE}access/<int:pk>/extend/", case_actions.GrantExtendView.as_view(), name="grant_extend"),
    path(f"{CASE}restrict/", restrictions.RestrictView.as_view(), name="restrict"),
    path("restrictions/", restrictions.RestrictionListView.as_view(), name="restriction_list"),
    path("restrictions/<int:pk>/name/", restrictions.RestrictionNameView.as_view(), name="restriction_name"),
    path("restrictions/<int:pk>/lift/", restrictions.RestrictionLiftView.as_view(), name="restriction_lift"),
    path("grants/", caseloads.GrantsView.as_view(), name="grants"),
    path("grants/end/", caseloads.GrantsEndView.as_view(), name="grants_end"),
    path("caseloads/<int:pk>/", caseloads.CaseloadView.as_view(), name="caseload"),
    path("caseloads/<int:pk>/cover/", caseloads.CaseloadCoverView.as_view(), name="caseload_cover"),
    path("caseloads/<int:pk>/hand-over/", caseloads.CaseloadHandOverView.as_view(), name="caseload_hand_over"),
]
opening_urls = [
    path("openings/", openings.OpeningListView.as_view(), name="opening_list"),
    path("openings/new/", openings.OpeningCreateView.as_view(), name="opening_create"),
    path("openings/count/", openings.OpeningCountView.as_view(), name="opening_count"),
    path("openings/<int:pk>/", openings.OpeningView.as_view(), name="opening_detail"),
    path("openings/<int:pk>/review/", openings.OpeningReviewView.as_view(), name="opening_review"),
    path("opened/<str:number>/", openings.OpenedCaseView.as_view(), name="opened_case"),
]

RETENTION = "retention/"
retention_urls = [
    path(RETENTION, retention.RetentionView.as_view(), name="retention"),
    path(f"{RETENTION}due/", retention.DueListView.as_view(), name="retention_due"),
    path(f"{RETENTION}terms/<slug:kind>/new/", retention.TermProposeView.as_view(), name="retention_term"),
    path(f"{RETENTION}terms/<int:pk>/", retention.TermDecideView.as_view(), name="retention_term_decide"),
    path(f"{RETENTION}holds/new/", retention.HoldSetView.as_view(), name="hold_set"),
    path(f"{RETENTION}holds/<int:pk>/lift/", retention.HoldLiftView.as_view(), name="hold_lift"),
    path(f"{RETENTION}runs/new/", retention.RunPrepareView.as_view(), name="retention_prepare"),
    path(f"{RETENTION}runs/<int:pk>/", retention.RunDetailView.as_view(), name="retention_run"),
    path(f"{RETENTION}runs/<int:pk>/progress/", retention.RunProgressView.as_view(), name="retention_progress"),
    path(f"{RETENTION}runs/<int:pk>/decide/", retention.RunDecideView.as_view(), name="retention_decide"),
]

# "cases/new/" stands before every "cases/<number>/".
urlpatterns = [
    *message_urls, *person_urls, *family_urls, *case_urls, *plan_urls, *arrival_urls, *access_urls, *opening_urls,
    *retention_urls,
]  # fmt: skip
