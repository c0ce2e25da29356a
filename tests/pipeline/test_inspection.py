"""The look at the installation finds what is wrong with it."""

from __future__ import annotations

import pytest

from rashomon.errors import PackageDataError
from rashomon.pipeline import inspect_package
from rashomon.pipeline.inspection import DataFile, Inspection, raise_for_faults


def test_a_sound_installation_has_no_fault() -> None:
    """Every data file is listed with its digest, and every step of the trial run goes well."""
    inspection = inspect_package()
    assert inspection.faults == ()
    assert all(len(file.sha256) == 64 for file in inspection.data)
    assert {name for name, _ in inspection.versions} >= {"rashomon", "python", "onnxruntime", "click"}
    raise_for_faults(inspection)


def test_a_broken_step_is_named_and_the_others_are_still_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is broken is what the command is there to report."""

    def break_down() -> None:
        raise PackageDataError("weights are missing from the package", where="minilm.onnx")

    monkeypatch.setattr("rashomon.pipeline.inspection.load_encoder", break_down)
    inspection = inspect_package()
    assert inspection.faults == ("run the encoder: minilm.onnx: weights are missing from the package",)
    assert len(inspection.checks) == 4
    with pytest.raises(PackageDataError, match="1 fault"):
        raise_for_faults(inspection)


def test_an_altered_data_file_is_a_fault() -> None:
    """What was installed is recorded, and what stands there now differs."""
    altered = DataFile(path="rashomon/text/numbers.toml", size=1, sha256="0" * 64, recorded=False)
    inspection = Inspection(versions=(), data=(altered,), checks=())
    assert inspection.faults == ("rashomon/text/numbers.toml is not the file that was installed",)
    assert inspection.to_dict()["faults"]
