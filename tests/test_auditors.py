"""Audits in processes of their own: a bundle that fails, or an auditor that dies, keeps nobody waiting."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pipeline.bundle.assemble import bundle
from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.workers.auditors import Auditors
from tests.pdfs import BINDING, letter, part, simple


def test_an_auditor_finds_what_the_audit_finds(tmp_path: Path) -> None:
    parts = [letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf", 2), 1)]
    target = tmp_path / "bundle.pdf"
    auditors = Auditors(1)
    try:
        with auditors.begin(parts, BINDING) as findings:
            bundle(parts, BINDING, target)
            assert findings(target)[0] == ()
        with auditors.begin(parts[:1], BINDING) as findings:
            assert "audit-page-count" in {finding.code for finding in findings(target)[0]}
    finally:
        auditors.close()


def test_bundles_that_fail_give_their_auditor_back(tmp_path: Path) -> None:
    parts = [letter(simple(tmp_path / "letter.pdf"))]
    target = tmp_path / "bundle.pdf"
    bundle(parts, BINDING, target)
    auditors = Auditors(1)
    try:
        for _ in range(3):
            with pytest.raises(BundleError, match="lacks signs"), auditors.begin(parts, BINDING):
                raise BundleError(Finding("stamp-font-lacks", Place("here"), {"signs": "ж"}))
        with auditors.begin(parts, BINDING) as findings:
            assert findings(target)[0] == ()
    finally:
        auditors.close()


def test_an_auditor_that_dies_is_replaced_once(tmp_path: Path) -> None:
    parts = [letter(simple(tmp_path / "letter.pdf"))]
    target = tmp_path / "bundle.pdf"
    bundle(parts, BINDING, target)
    auditors = Auditors(1)
    try:
        with auditors.begin(parts, BINDING) as findings:
            os.kill(auditors.pids()[0], signal.SIGKILL)
            assert findings(target)[0] == ()
        auditors._module = "tests.odd_worker"  # which dies
        os.kill(auditors.pids()[0], signal.SIGKILL)
        with (
            auditors.begin(parts, BINDING) as findings,
            pytest.raises(BundleError, match="could not be audited") as error,
        ):
            findings(target)
        assert str(target) in str(error.value)
    finally:
        auditors.close()
    assert auditors.pids() == []


def test_an_audit_that_breaks_down_is_told_and_the_next_one_serves(tmp_path: Path) -> None:
    parts = [letter(simple(tmp_path / "letter.pdf"))]
    auditors = Auditors(1)
    try:
        with auditors.begin(parts, BINDING) as findings, pytest.raises(BundleError, match="broke down"):
            findings(tmp_path / "not there.pdf")
        bundle(parts, BINDING, tmp_path / "bundle.pdf")
        with auditors.begin(parts, BINDING) as findings:
            assert findings(tmp_path / "bundle.pdf")[0] == ()
    finally:
        auditors.close()
