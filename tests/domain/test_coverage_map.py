"""The map of what a scope holds of the whole work."""

from dataclasses import replace

from cmdesk.domain.coverage import coverage_map, gaps
from cmdesk.domain.scope import Cadence, ScopeLine, Treatment
from cmdesk.services.catalogue import shipped

LINE = ScopeLine(1, "x", 0, "content", None, "Line", "", Treatment.INCLUDED, 1, "time", Cadence.MONTH)
CONTENT = LINE
READING = replace(LINE, area="listen")
ANSWERS = replace(LINE, area="listen", response_hours=4)
REPORT = replace(LINE, area="measure", unit="report")


def lines_for(services, treatment):
    return [replace(LINE, service=one.code, area=one.area, treatment=treatment) for one in services]


def test_every_service_is_counted_once():
    catalogue = shipped()
    half = len(catalogue.services) // 2
    lines = lines_for(catalogue.services[:half], Treatment.INCLUDED)
    lines += lines_for(catalogue.services[half : half + 3], Treatment.OPTIONAL)
    lines += lines_for(catalogue.services[half + 3 : half + 7], Treatment.EXCLUDED)

    found = coverage_map(lines, catalogue.services, catalogue.responsibilities)

    share = found.share
    assert (share.included, share.optional, share.excluded) == (half, 3, 4)
    assert share.all == len(catalogue.services)
    assert [len(one.responsibilities) for one in found.functions] == [5, 5, 5]
    assert sum(len(one.responsibilities) for one in found.functions) == 15


def test_responsibilities_stand_by_rank_in_the_language_asked_for():
    catalogue = shipped()
    found = coverage_map([], catalogue.services, catalogue.responsibilities, language="es")
    for function in found.functions:
        ranks = [one.rank for one in function.responsibilities]
        assert ranks == sorted(ranks)
    assert "Comunicación" in {one.name for function in found.functions for one in function.responsibilities}


def test_listening_without_an_answer_is_said():
    assert any("nobody answers" in gap for gap in gaps([READING, REPORT]))
    assert not any("nobody answers" in gap for gap in gaps([READING, ANSWERS]))


def test_content_without_a_report_is_said():
    assert any("no report" in gap for gap in gaps([CONTENT]))
    assert not any("no report" in gap for gap in gaps([CONTENT, REPORT]))


def test_what_is_left_out_leaves_no_gap():
    assert gaps([replace(READING, treatment=Treatment.EXCLUDED)]) == ()
