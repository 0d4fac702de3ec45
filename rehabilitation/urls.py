"""The addresses of the pages of this room; those of the records derive from the specs."""

from __future__ import annotations

from django.urls import path

from .specs import MODULES
from .views import beside as b
from .views import records as r

app_name = "rehabilitation"

_BASE = "cases/<str:number>/support/"

urlpatterns = [
    path(f"{_BASE}services/<int:pk>/", b.ServiceView.as_view(), name="service"),
    path(f"{_BASE}services/<int:pk>/edit/", b.ServiceEditView.as_view(), name="service_edit"),
    path(f"{_BASE}services/<int:pk>/stage/", b.ServiceStageView.as_view(), name="service_stage"),
    path(f"{_BASE}services/<int:pk>/outcome/", b.ServiceOutcomeView.as_view(), name="service_outcome"),
    path(f"{_BASE}services/<int:pk>/error/", b.ServiceErrorView.as_view(), name="service_error"),
    path(f"{_BASE}alerts/add/", b.AlertAddView.as_view(), name="alert_add"),
    path(f"{_BASE}alerts/<int:pk>/", b.AlertView.as_view(), name="alert"),
    path(f"{_BASE}alerts/<int:pk>/acknowledge/", b.AlertAcknowledgeView.as_view(), name="alert_acknowledge"),
    path(f"{_BASE}alerts/<int:pk>/close/", b.AlertCloseView.as_view(), name="alert_close"),
    path(f"{_BASE}instructions/add/", b.InstructionAddView.as_view(), name="instruction_add"),
    path(f"{_BASE}instructions/<int:pk>/end/", b.InstructionEndView.as_view(), name="instruction_end"),
    path(f"{_BASE}sessions/<int:pk>/note/", b.SessionNoteAddView.as_view(), name="session_note_add"),
]
for _module in MODULES:
    _code = _module.code.value
    urlpatterns += [
        path(f"{_BASE}{_code}/", r.of_module(r.ModuleView, _module, "list"), name=_code),
        path(f"{_BASE}{_code}/add/", r.of_module(r.AddView, _module, "create"), name=f"{_code}_add"),
        path(
            f"{_BASE}{_code}/services/add/", r.of_module(b.ServiceAddView, _module, "create"),
            name=f"service_add_{_code}",
        ),
    ]  # fmt: skip
    for _spec in _module.records:
        _at = f"{_BASE}{_code}/{_spec.route}/"
        urlpatterns += [
            path(_at, r.of_module(r.RecordListView, _module, "list", _spec), name=f"{_spec.code}_list"),
            path(f"{_at}add/", r.of_module(r.RecordAddView, _module, "create", _spec), name=f"{_spec.code}_add"),
            path(f"{_at}<int:pk>/", r.of_module(r.RecordView, _module, "view", _spec), name=_spec.code),
            path(
                f"{_at}<int:pk>/edit/", r.of_module(r.RecordEditView, _module, "update", _spec),
                name=f"{_spec.code}_edit",
            ),
            path(
                f"{_at}<int:pk>/error/", r.of_module(r.RecordErrorView, _module, "update", _spec),
                name=f"{_spec.code}_error",
            ),
        ]  # fmt: skip
