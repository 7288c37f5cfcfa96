"""Every way to ask for an old version of TLS is one finding of one rule, and a new one is none."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document

OLD = [
    "ssl.SSLContext(ssl.PROTOCOL_TLSv1)",
    "ssl.SSLContext(ssl.PROTOCOL_SSLv3)",
    "SSLContext(protocol=ssl.PROTOCOL_TLSv1)",
    "SSLContext(protocol=PROTOCOL_TLSv1_1)",
    "tls.SSLContext(tls.PROTOCOL_TLSv1_1)",
    "c.minimum_version = ssl.TLSVersion.TLSv1",
    "c.minimum_version = TLSVersion.TLSv1_1",
    "c.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED",
    "c.maximum_version = ssl.TLSVersion.TLSv1_1",
    "pool(ssl_minimum_version=ssl.TLSVersion.SSLv3)",
    "pool(ssl_version=ssl.PROTOCOL_TLSv1)",
    "pool(**{'ssl_version': ssl.PROTOCOL_TLSv1})",
    "create_urllib3_context(ssl.PROTOCOL_TLSv1)",
    "create_urllib3_context(ssl_version=ssl.PROTOCOL_TLSv1)",
    "SSL.Context(SSL.TLSv1_METHOD)",
    "SSL.Context(method=SSL.TLSv1_1_METHOD)",
]
NEW = [
    "ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)",
    "ssl.SSLContext(ssl.PROTOCOL_TLSv1_2)",
    "c.minimum_version = ssl.TLSVersion.TLSv1_2",
    "c.minimum_version = TLSVersion.TLSv1_3",
    "c.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED",
    "c.minimum_version = version",
    "package.minimum_version = '1.0'",
    "pool(ssl_minimum_version=ssl.TLSVersion.TLSv1_2)",
    "SSL.Context(SSL.TLS_METHOD)",
]
HEAD = """\
import ssl
import ssl as tls
from ssl import PROTOCOL_TLSv1_1, SSLContext, TLSVersion
from OpenSSL import SSL
from urllib3.util import create_urllib3_context


def f(c, pool, version, package):
    """


def found(memo: Memo, code: str) -> list[str]:
    return [
        finding.rule for _, entry in fresh(Document.of(HEAD + code + "\n"), memo).found for finding in entry.findings
    ]


@pytest.mark.parametrize("code", OLD)
def test_an_old_version_is_one_finding(memo: Memo, code: str) -> None:
    assert found(memo, code) == ["TLS-008"]


@pytest.mark.parametrize("code", NEW)
def test_a_new_version_is_none(memo: Memo, code: str) -> None:
    assert found(memo, code) == []
