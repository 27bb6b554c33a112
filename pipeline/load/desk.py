"""What ``config.toml`` may say of the desk, as a pydantic model: where it is served, who may do what, how much."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from pipeline.checked import Table, validated
from pipeline.errors import ConfigError
from pipeline.findings import Unfit
from pipeline.load.values import Plain
from pipeline.settings import read_settings

_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


def _address(words: str) -> str:
    from ipaddress import ip_address  # noqa: PLC0415 - few settings name any

    try:
        return str(ip_address(words))
    except ValueError:
        raise Unfit("desk-address", address=words) from None


def _header(words: str) -> str:
    if not _HEADER.fullmatch(words):
        raise Unfit("desk-header", header=words)
    return words


def _host_name(words: str) -> str:
    if not _HOST_NAME.fullmatch(words):
        raise Unfit("desk-host-name", name=words)
    return words.lower()


def _who(value: Any) -> Any:
    names = isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
    if not names and value not in ("everyone", "senders"):
        raise Unfit("desk-who-sees")
    return value


def _web_address(words: str) -> str:
    """An address of a server that nobody can listen in on: of this machine, or over TLS."""
    from urllib.parse import urlsplit  # noqa: PLC0415

    try:
        parts = urlsplit(words)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})
        _ = parts.port
    except ValueError:
        raise Unfit("desk-web-address", address=words) from None
    if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise Unfit("desk-web-address", address=words)
    return words


Address = Annotated[str, AfterValidator(_address)]
Names = list[Annotated[Plain, Field(min_length=1, max_length=80)]]


class SignInSettings(Table):
    """Sign-in with the office's own accounts (OpenID Connect)."""

    issuer: Annotated[str, AfterValidator(_web_address)]
    """The provider's address, as it calls itself: "https://login.example.org/realms/office"."""
    client: Annotated[Plain, Field(min_length=1, max_length=200)]
    """What the provider calls the desk (client_id). The secret, if it has one, is in a file that the command names."""
    address: Annotated[str, AfterValidator(_web_address)]
    """The desk's address, as browsers have it: "https://papers.example.org". People come back there, to /signed-in."""
    claim: Annotated[Plain, Field(min_length=1, max_length=80)] = "preferred_username"
    """What people are called here, and in "send" and "prepare": a claim that they can't change by themselves."""
    scopes: Names = Field(default_factory=lambda: ["openid", "profile"])
    """What the provider is asked for; "openid" is among it in any case."""
    hosts: list[Annotated[str, AfterValidator(_host_name)]] = Field(default_factory=list)
    """Further hosts of the provider, where it has addresses that are not on the issuer's: nothing else is asked."""


class DeskSettings(Table):
    """The desk of a house: “papers desk”."""

    host: Address = "127.0.0.1"
    """The address of this machine to listen at: 127.0.0.1 for its own browsers alone."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8100
    """Where; 0 for any that is free."""
    names: list[Annotated[str, AfterValidator(_host_name)]] = Field(default_factory=list)
    """Further names that it answers under, as the proxy's: "papers.example.org"."""
    user_header: Annotated[str, AfterValidator(_header)] | None = None
    """For an office: the header in which its proxy says who asks, as "X-Remote-User"."""
    proxies: list[Address] = Field(default_factory=list)
    """The proxy's addresses: whoever else sends the header is not heeded."""
    prepare: Names | None = None
    """Who may come in and prepare packages, by the names that the proxy says; everybody whom it names, if left out."""
    send: Names = Field(default_factory=list)
    """Who may also mark packages as sent, sign and seal them."""
    see_recipients: Annotated[Literal["everyone", "senders"] | list[str], BeforeValidator(_who)] = "everyone"
    """Who may see recipients: their list, their letters, and where these go. Everyone, those who may send, or names."""
    sign_in: SignInSettings | None = None
    """For an office without such a proxy: its people sign in with the accounts that they have."""
    upload: Annotated[int, Field(ge=1, le=10_000)] = 300
    """In megabytes: how much may be sent at once."""
    requests: Annotated[int, Field(ge=1, le=10_000)] = 40
    """How often a second somebody may ask, again and again."""
    burst: Annotated[int, Field(ge=1, le=100_000)] = 400
    """How often somebody may ask at once."""
    token_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    """For how many days a program's token holds; until whoever made it ends it, if left out."""

    @model_validator(mode="after")
    def _has_both_of_an_office(self) -> DeskSettings:
        if (self.user_header is None) != (not self.proxies):
            raise Unfit("desk-office")
        if self.user_header is not None and self.sign_in is not None:
            raise Unfit("desk-office-twice")
        return self


class _Config(Table):
    desk: DeskSettings = DeskSettings()


def desk_settings(root: Path, given: Mapping[str, Any]) -> DeskSettings:
    """The settings of the house in ``root``, with what is ``given`` in place of its own. ConfigError for what is wrong
    with either; what else is wrong with ``config.toml`` is told where it is needed."""
    read = read_settings(root)
    own = read.data.get("desk", {})
    settings, problems = validated(_Config, {"desk": own}, read.path, read.line_of)
    if given and settings:
        settings, problems = validated(_Config, {"desk": {**own, **given}}, Path("papers desk"), lambda _key: None)
    if settings is None:
        raise ConfigError(*problems)
    return settings.desk
