"""What a hub can be asked, described in OpenAPI; and the short way of what stations ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from cati_app.hub.answering import Answering
from cati_app.hub.case_calls import CASE_CALLS
from cati_app.hub.publishing import STUDY_CALLS
from cati_app.hub.station_request import RequestOfApp
from cati_app.sync.case_messages import SignInShown
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Enrolment, Message, Push
from cati_app.sync.password_messages import PasswordOffered, PasswordsAsked
from cati_app.sync.study_messages import CodeOffered

_JSON = "application/json"
_HUNG_UP = 499
"""Of HTTP, where nobody reads the answer."""
_MODELS: Mapping[HubCall, type[Message]] = {
    HubCall.ENROL: Enrolment,
    HubCall.PUSH: Push,
    HubCall.CODES: CodeOffered,
    HubCall.SIGN_IN: SignInShown,
    HubCall.OWN_PASSWORD: PasswordOffered,
    HubCall.PASSWORDS: PasswordsAsked,
    **{call: study_call.kind for call, study_call in STUDY_CALLS.items()},
    **{call: case_call.kind for call, case_call in CASE_CALLS.items()},
}


def endpoint_of(answering: Answering) -> Callable[[Request], Awaitable[Response]]:
    """What a station asks, as an application is asked."""

    async def endpoint(request: Request) -> Response:
        answer = await answering(RequestOfApp(request))
        if answer is None:
            return Response(status_code=_HUNG_UP)
        later = {"retry-after": str(answer.retry_after_s)} if answer.retry_after_s else None
        return Response(answer.body, answer.status, later, _JSON)

    return endpoint


class DescribedApp(FastAPI):
    """Describes its requests in OpenAPI, to whoever runs it; nobody is given that over the network."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.straight: dict[tuple[str, str], Answering] = {}
        """What stations ask, by method and path; everything else goes the way of FastAPI, which costs more than most
        answers."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        straight = self.straight.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if straight is None:
            await super().__call__(scope, receive, send)
        else:
            response = await endpoint_of(straight)(Request(scope, receive, send))
            await response(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """With what messages consist of in one place, where the requests refer to it; made when somebody asks."""
        told = super().openapi()
        for call in HubCall:
            told["paths"][call.path][call.method.lower()].update(_described(call))
        told["components"] = {
            "schemas": {name: part for _, parts in _schemas() for name, part in parts.items()},
            "securitySchemes": {"station": {"type": "http", "scheme": "bearer"}},
        }
        return told


def _described(call: HubCall) -> dict[str, Any]:
    """What a call asks for, in OpenAPI."""
    told: dict[str, Any] = {} if call is HubCall.ENROL else {"security": [{"station": []}]}
    model = _MODELS.get(call)
    if model is not None:
        schema, _ = _schema(model)
        told["requestBody"] = {"required": True, "content": {_JSON: {"schema": schema}}}
    return told


def _schemas() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    return (_schema(model) for model in _MODELS.values())


def _schema(model: type[Message]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of a message, and of the parts it consists of."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema, schema.pop("$defs", {})
