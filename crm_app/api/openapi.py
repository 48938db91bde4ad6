"""What does the API offer? The OpenAPI document, made from the table of endpoints."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from crm_app.accounts.permissions import may
from crm_app.api.answers import Failure
from crm_app.api.endpoint import INSTALLATION, Endpoint

PLACE = "#/components/schemas/{model}"
REFUSALS = {
    401: "Nobody is signed in, or the key is wrong.",
    403: "The role does not allow this.",
    404: "There is no such thing in this workspace.",
    409: "It changed since it was read.",
    413: "The body is over 1 MB.",
    422: "Something in the request cannot be used; `field` names it.",
    429: "Too many requests.",
    503: "The database does not answer; nothing was stored.",
}
SECURITY = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "tacit_login"},
    "installation": {"type": "http", "scheme": "bearer"},
}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    taken = {(model, "validation") for e in endpoints for model in (e.body, e.query) if model}
    given = {(model, "serialization") for e in endpoints for model in _models(e.answers.values())}
    known = sorted(taken | given | {(Failure, "serialization")}, key=lambda pair: (pair[0].__name__, pair[1]))
    refs, shared = models_json_schema(known, ref_template=PLACE, schema_generator=GenerateJsonSchema)
    paths: dict[str, dict[str, Any]] = {}
    for e in endpoints:
        paths.setdefault(e.path, {})[e.method.lower()] = _operation(e, refs, shared["$defs"])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tacit", "version": "1", "description": "HTTP for programs. Errors name the field."},
        "paths": paths,
        "components": {"schemas": shared["$defs"], "securitySchemes": SECURITY},
    }


def _models(answers: Iterable[Any]) -> list[type[BaseModel]]:
    each = [form for answer in answers for form in (answer if isinstance(answer, tuple) else (answer,))]
    return [form for form in each if not isinstance(form, str)]


def _operation(e: Endpoint, refs: dict, schemas: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "summary": e.summary,
        "description": (e.run.__doc__ or "").strip(),
        "operationId": e.run.__name__,
        "tags": [e.group],
        "security": _security(e),
        "parameters": _parameters(e, refs, schemas),
        "responses": _responses(e, refs),
    }
    if e.body:
        one = refs[e.body, "validation"]
        form = {"oneOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": e.most}]} if e.most else one
        content = {"schema": form} | ({"example": e.example} if e.example is not None else {})
        told["requestBody"] = {"required": e.needs_body, "content": {"application/json": content}}
    return told


def _security(e: Endpoint) -> list[dict[str, list]]:
    own, above = [{"key": []}, {"session": []}], [{"installation": []}]
    if e.right == INSTALLATION:
        return above
    return own + above if e.client and may("installation", e.right) else own


def _parameters(e: Endpoint, refs: dict, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    if "{id}" in e.path:
        found.append({"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}})
    if e.query:
        fields = schemas[refs[e.query, "validation"]["$ref"].rpartition("/")[2]]["properties"]
        found += [{"name": name, "in": "query", "required": False, "schema": field} for name, field in fields.items()]
    return found


def _responses(e: Endpoint, refs: dict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, form in e.answers.items():
        if isinstance(form, str):
            found[str(status)] = {"description": form, "content": {"application/octet-stream": {}}}
            continue
        schemas = [refs[one, "serialization"] for one in _models([form])]
        schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
        found[str(status)] = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
    failure = {"application/json": {"schema": refs[Failure, "serialization"]}}
    for status, sentence in REFUSALS.items():
        found[str(status)] = {"description": sentence, "content": failure}
    return found
