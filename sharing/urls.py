"""The addresses of the pages of the sharing room."""

from __future__ import annotations

from django.urls import path

from .views import agencies, consents, disclosures, papers, received, rights, service_consents, summaries, verification

app_name = "sharing"

AGENCIES = "agencies/"
agency_urls = [
    path(AGENCIES, agencies.AgencyListView.as_view(), name="agency_list"),
    path(f"{AGENCIES}new/", agencies.AgencyEditView.as_view(), name="agency_create"),
    path(f"{AGENCIES}<int:pk>/", agencies.AgencyDetailView.as_view(), name="agency_detail"),
    path(f"{AGENCIES}<int:pk>/edit/", agencies.AgencyEditView.as_view(), name="agency_edit"),
    path(
        f"{AGENCIES}<int:pk>/agreements/<slug:purpose>/new/",
        agencies.AgreementCreateView.as_view(),
        name="agreement_create",
    ),
    path("agreements/<int:pk>/paper/", agencies.AgreementPaperView.as_view(), name="agreement_paper"),
    path("agreements/<int:pk>/paper/new/", agencies.AgreementAttachView.as_view(), name="agreement_attach"),
    path("agreements/<int:pk>/let-end/", agencies.AgreementLetEndView.as_view(), name="agreement_let_end"),
    path("agreements/<int:pk>/end/", agencies.AgreementEndView.as_view(), name="agreement_end"),
]

CONSENTS = "cases/<str:number>/consents/"
consent_urls = [
    path(CONSENTS, consents.ConsentListView.as_view(), name="consent_list"),
    path(f"{CONSENTS}new/", consents.ConsentCreateView.as_view(), name="consent_create"),
    path(f"{CONSENTS}<int:pk>/withdraw/", consents.ConsentWithdrawView.as_view(), name="consent_withdraw"),
    path(f"{CONSENTS}<int:pk>/approve/", consents.ConsentApproveView.as_view(), name="consent_approve"),
    path(
        "cases/<str:number>/service-consents/new/",
        service_consents.ServiceConsentCreateView.as_view(),
        name="service_consent_create",
    ),
]

SHARE = "cases/<str:number>/share/"
summary_urls = [
    path(SHARE, summaries.ShareView.as_view(), name="share"),
    path(f"{SHARE}preview/", summaries.SharePreviewView.as_view(), name="share_preview"),
    path(f"{SHARE}<int:pk>/", summaries.SummaryDetailView.as_view(), name="summary_detail"),
    path(f"{SHARE}<int:pk>/release/", summaries.SummaryReleaseView.as_view(), name="summary_release"),
    path(f"{SHARE}<int:pk>/return/", summaries.SummaryReturnView.as_view(), name="summary_return"),
    path(f"{SHARE}<int:pk>/withdraw/", summaries.SummaryWithdrawView.as_view(), name="summary_withdraw"),
    path(f"{SHARE}<int:pk>/print/", papers.SummaryPrintView.as_view(), name="summary_print"),
    path(f"{SHARE}<int:pk>/handovers/new/", papers.HandoverView.as_view(), name="handover_create"),
    path(f"{SHARE}<int:pk>/answers/new/", papers.PaperAnswerView.as_view(), name="paper_answer"),
    path(f"{SHARE}<int:pk>/destroyed/", summaries.SummaryDestroyedView.as_view(), name="summary_destroyed"),
    path(f"{SHARE}<int:pk>/answers/<int:answer>/", summaries.SummaryReplyView.as_view(), name="summary_reply"),
]

received_urls = [
    path("received/", received.ReceivedListView.as_view(), name="received_list"),
    path("received/<int:pk>/", received.ReceivedDetailView.as_view(), name="received_detail"),
    path("received/<int:pk>/answer/", received.ReceivedAnswerView.as_view(), name="received_answer"),
    path("received/<int:pk>/pdf/", received.ReceivedPdfView.as_view(), name="received_pdf"),
    path("received/<int:pk>/destroyed/", received.DestructionConfirmView.as_view(), name="destruction_confirm"),
    path("referrals/", received.ReferralListView.as_view(), name="referral_list"),
]

disclosure_urls = [
    path("disclosures/", disclosures.DisclosureListView.as_view(), name="disclosure_list"),
    path("disclosures/<int:pk>/", disclosures.DisclosureDetailView.as_view(), name="disclosure_detail"),
]

REQUESTS = "cases/<str:number>/requests/"
rights_urls = [
    path(REQUESTS, rights.CaseRequestsView.as_view(), name="case_requests"),
    path(f"{REQUESTS}new/", rights.CaseRequestCreateView.as_view(), name="case_request_create"),
    path(f"{REQUESTS}held.pdf", rights.HeldView.as_view(), {"form": "pdf"}, name="held_pdf"),
    path(f"{REQUESTS}held.json", rights.HeldView.as_view(), {"form": "json"}, name="held_json"),
    path("requests/", rights.RequestListView.as_view(), name="request_list"),
    path("requests/<int:pk>/", rights.RequestDecideView.as_view(), name="request_decide"),
    path("demands/new/", rights.DemandCreateView.as_view(), name="demand_create"),
    path("demands/<int:pk>/", rights.DemandDecideView.as_view(), name="demand_decide"),
    path("verify/", verification.VerifyView.as_view(), name="verify"),
    path("complaint/", rights.ComplaintView.as_view(), name="complaint"),
    path("complaints/", rights.ComplaintListView.as_view(), name="complaint_list"),
    path("complaints/<int:pk>/", rights.ComplaintCloseView.as_view(), name="complaint_close"),
]

urlpatterns = [*agency_urls, *consent_urls, *summary_urls, *received_urls, *disclosure_urls, *rights_urls]
