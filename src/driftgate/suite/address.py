"""The address of a target: a URL that requests can be sent below, and whether it leads to this machine."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from driftgate.errors import ConfigError

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
_PATH = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*")


def check_address(option: str, url: str) -> None:
    """
    Refuse what no request can be sent below.

    Args:
        option: What the message calls it.
        url: As given.

    Raises:
        ConfigError: One sentence, without the user, password, query or fragment of the URL.

    Source:
        RFC 3986, section 3; host names as in RFC 1123, section 2.1, with the underscore that resolvers take.
    """
    wrong = _what_is_wrong(url)
    if wrong is not None:
        # What may hold a secret is not repeated.
        shown = f" {url}" if url.isprintable() and not set(url) & set("@?#") else ""
        raise ConfigError(f"{option}{shown}: {wrong} Write it as in https://api.example.com.")


def _what_is_wrong(url: str) -> str | None:
    if not url.isprintable() or any(letter.isspace() for letter in url):
        return "a URL has no spaces or control characters."
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return f"not a URL ({str(error).partition(': ')[0].partition(' as ')[0]})."
    if parts.scheme not in {"http", "https"} or not host:
        return "not a URL that begins with http:// or https:// and names a host."
    if "?" in url or "#" in url or "@" in parts.netloc:
        return "leave out user, query and fragment; credentials come from the environment."
    if port == 0 or parts.netloc.endswith(":"):
        return "not a URL (its port must be 1 to 65535)."
    if not _is_host(host, is_bracketed="[" in parts.netloc):
        return f"not a URL ({host!r} is no host name)."
    return None if _PATH.fullmatch(parts.path) else "its path has characters that must be percent-encoded."


def _is_host(host: str, *, is_bracketed: bool) -> bool:
    if is_bracketed:
        try:
            return ipaddress.ip_address(host).version == 6
        except ValueError:
            return False
    if host.replace(".", "").isdecimal():  # resolvers read `1.2` and `127.1` in ways of their own
        try:
            return ipaddress.ip_address(host).version == 4
        except ValueError:
            return False
    try:
        # An internationalised name is sent by `requests` as IDNA; one that cannot be is none.
        import idna

        ascii_name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except ValueError:
        return False
    if any(label.startswith("xn--") and not _is_punycode(label) for label in ascii_name.split(".")):
        return False
    return len(ascii_name) <= 253 and _HOST.fullmatch(ascii_name) is not None


def _is_punycode(label: str) -> bool:
    try:
        return bool(label[4:].encode("ascii").decode("punycode"))
    except (ValueError, IndexError):
        return False


def is_loopback(url: str) -> bool:
    """Tell whether a URL leads to this machine by its address alone: nothing is resolved."""
    try:
        host = (urlsplit(url).hostname or "").lower()
        return host == "localhost" or host.endswith(".localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
