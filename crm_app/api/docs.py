"""The OpenAPI document as a page to read, with no script and nothing from elsewhere."""

import html
import json
from functools import cache
from typing import Any


@cache
def page(spec: str) -> str:
    """The whole page; `spec` is the document as JSON."""
    told = json.loads(spec)
    groups: dict[str, list[str]] = {}
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_section(method, path, operation))
    body = "".join(f"<h2>{html.escape(name)}</h2>{''.join(parts)}" for name, parts in groups.items())
    shapes = "".join(_shape(name, schema) for name, schema in told["components"]["schemas"].items())
    return TEMPLATE.replace("{{body}}", body).replace("{{shapes}}", shapes)


def _section(method: str, path: str, operation: dict[str, Any]) -> str:
    who = ", ".join(name for one in operation["security"] for name in one)
    rows = "".join(
        f"<li><code>{html.escape(p['name'])}</code> {html.escape(_type(p['schema']))}</li>"
        for p in operation["parameters"]
    )
    takes = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    gives = "".join(
        f"<li><b>{status}</b> {html.escape(r['description'])} {_link(_schema_of(r))}</li>"
        for status, r in operation["responses"].items()
        if status < "400"
    )
    return (
        f"<details><summary><code>{method.upper()} {html.escape(path)}</code> {html.escape(operation['summary'])}"
        f"</summary><p>{html.escape(operation['description'])}</p><p>Asks for: {who}</p><ul>{rows}</ul>"
        + (f"<p>Takes {_link(takes)}</p>" if takes else "")
        + _example(operation)
        + f"<ul>{gives}</ul></details>"
    )


def _example(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "example" not in content:
        return ""
    return f"<pre>{html.escape(json.dumps(content['example'], indent=2, ensure_ascii=False))}</pre>"


def _schema_of(response: dict[str, Any]) -> dict[str, Any]:
    return response["content"].get("application/json", {}).get("schema", {})


def _shape(name: str, schema: dict[str, Any]) -> str:
    needed = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{html.escape(field)}</code>{'' if field in needed else ' <i>optional</i>'}</td>"
        f"<td>{_link(s) or html.escape(_type(s))}</td><td>{html.escape(s.get('description', ''))}</td></tr>"
        for field, s in schema.get("properties", {}).items()
    )
    said = html.escape(schema.get("description", ""))
    return f'<h3 id="{html.escape(name)}">{html.escape(name)}</h3><p>{said}</p><table>{rows}</table>'


def _link(schema: dict[str, Any]) -> str:
    """Links to the shapes that a schema names."""
    if "$ref" in schema:
        name = html.escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if schema.get("type") == "array":
        inner = _link(schema.get("items", {}))
        return f"list of {inner}" if inner else ""
    parts = [_link(part) for part in schema.get("oneOf", schema.get("anyOf", ()))]
    return " or ".join(part for part in parts if part)


def _type(schema: dict[str, Any]) -> str:
    parts = [_type(part) for part in schema.get("anyOf", ())]
    if parts:
        return " or ".join(parts)
    inner = f" of {_type(schema['items'])}" if schema.get("type") == "array" and "items" in schema else ""
    bounds = {"minimum": "from", "maximum": "to", "maxLength": "at most", "default": "default"}
    said = [f"{word} {schema[name]}" for name, word in bounds.items() if schema.get(name) not in (None, "")]
    return " ".join([str(schema.get("type", "")) + inner, *said]).strip()


TEMPLATE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tacit for programs</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
summary{cursor:pointer;padding:.4rem 0}details{border-bottom:1px solid #8884}table{border-collapse:collapse;width:100%}
td{border-top:1px solid #8884;padding:.3rem .6rem .3rem 0;vertical-align:top}code,pre{font:14px ui-monospace,monospace}
pre{overflow-x:auto}
</style></head><body><main><h1>Tacit for programs</h1>
<p>Send <code>X-API-Key</code>, or use it signed in. The same as <a href="/openapi.json">OpenAPI</a>. Every error is
<code>{"error": {"code", "message", "field"}}</code>. The chat window's socket: <code>WS /ws/chat</code>, first frame
<code>{"token": visitor_token}</code>; replies come as <code>{"id", "text", "author", "at"}</code> and are confirmed by
<code>{"ack": id}</code>.</p>{{body}}<h2>Shapes</h2>{{shapes}}</main></body></html>"""
