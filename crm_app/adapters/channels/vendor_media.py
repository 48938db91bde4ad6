"""May a file be fetched from this address, and what is in it? Only the vendor's own hosts, and never our own house."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from crm_app.channels.port import FetchedMedia
from crm_app.kit.coded import coded
from crm_app.kit.outgoing import public_address

MOST_REDIRECTS = 2
TIMEOUT_S = 60.0

_GONE = "file_gone"
_ELSEWHERE = "file_elsewhere"
_TROUBLE = "file_trouble"


@dataclass(frozen=True)
class Hosts:
    """Where a vendor's files may lie. `origin` is the configured address of its API, which is trusted as it is set
    (a test's or a proxy's too); `suffixes` are domains of its file servers, reached over https only."""

    origin: str
    suffixes: tuple[str, ...] = ()

    def is_origin(self, url: httpx.URL) -> bool:
        """Whether the address is the API's own; only there does the vendor's secret go."""
        own = httpx.URL(self.origin)
        return (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port) and not url.userinfo

    def is_file_server(self, url: httpx.URL) -> bool:
        """Whether the address is one of the vendor's other servers."""
        named = any(url.host == name or url.host.endswith(f".{name}") for name in self.suffixes)
        return named and url.scheme == "https" and url.port in (None, 443) and not url.userinfo


async def fetch(
    client: httpx.AsyncClient,
    url: str,
    hosts: Hosts,
    largest: int,
    *,
    secret: Mapping[str, str],
    secret_travels: bool = False,
) -> FetchedMedia:
    """Fetch a file of at most `largest` bytes.

    Args:
        secret: headers that prove who we are.
        secret_travels: the vendor's file servers want them too.
    """
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await _follow(client, httpx.URL(url), hosts, largest, secret, secret_travels)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        return FetchedMedia("refused", reason=_ELSEWHERE)
    except (httpx.HTTPError, OSError, TimeoutError):
        return FetchedMedia("retry", reason=_TROUBLE)


async def _follow(
    client: httpx.AsyncClient,
    url: httpx.URL,
    hosts: Hosts,
    largest: int,
    secret: Mapping[str, str],
    secret_travels: bool,
) -> FetchedMedia:
    for _ in range(MOST_REDIRECTS + 1):
        own = hosts.is_origin(url)
        request = await _request(client, url, own, hosts, secret if own or secret_travels else {})
        if request is None:
            return FetchedMedia("refused", reason=_ELSEWHERE)
        response = await client.send(request, stream=True)
        try:
            if not response.is_redirect:
                return await _read(response, largest)
            url = url.join(response.headers["location"])
        finally:
            await response.aclose()
    return FetchedMedia("refused", reason=_ELSEWHERE)


async def _request(
    client: httpx.AsyncClient, url: httpx.URL, own: bool, hosts: Hosts, headers: Mapping[str, str]
) -> httpx.Request | None:
    """A question to exactly the address that was checked; None when it may not be asked."""
    if own:
        return client.build_request("GET", url, headers=headers)
    if not hosts.is_file_server(url):
        return None
    address = await public_address(url.host, 443)
    if address is None:
        return None
    pinned = url.copy_with(host=address)
    named = {**headers, "Host": url.host}
    return client.build_request("GET", pinned, headers=named, extensions={"sni_hostname": url.host})


async def _read(response: httpx.Response, largest: int) -> FetchedMedia:
    if response.status_code in (400, 404, 410):
        return FetchedMedia("refused", reason=_GONE)
    if not response.is_success:
        return FetchedMedia("retry", reason=_TROUBLE)
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > largest:
            return too_large(largest)
    return FetchedMedia("fetched", bytes(content))


def too_large(largest: int) -> FetchedMedia:
    """The refusal of a file that does not fit."""
    return FetchedMedia("refused", reason=coded("file_too_large", number=largest // 1_000_000))
