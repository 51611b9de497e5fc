"""Upstream's numbered oddities of the run list, as the sandbox shows them; two claims each.

The numbers are those of the contract's table of quirks. What only a client meets is not here.
"""

from datetime import timedelta

import pytest

from reports_app.sandbox import SandboxFirm
from reports_app.sandbox.app import WsgiApp
from reports_app.sandbox.generated_reports import GeneratedReport
from reports_app.sandbox.moments import print_hundredths, print_seconds
from tests.sandbox.asking import NOW, app_at, ask

Shown = tuple[GeneratedReport, ...]
PATH = "/v1/generated_reports"


def _ids(app: WsgiApp, query: str) -> list[str]:
    return [one["id"] for one in ask(app, f"{PATH}?page[size]=2000&{query}").document["data"]]


def _status(app: WsgiApp, query: str) -> int:
    return ask(app, f"{PATH}?{query}").status


def test_quirk_03_one_run_is_still_a_list() -> None:
    app = app_at(SandboxFirm(most_runs=1), moment=NOW)

    assert len(ask(app, PATH).document["data"]) == 1
    assert isinstance(ask(app, f"{PATH}?filter[status]=FINISHED,ERROR").document["data"], list)


def test_quirk_03_no_run_is_an_empty_list() -> None:
    document = ask(app_at(SandboxFirm(most_runs=0), moment=NOW), PATH).document

    assert document == {"data": [], "included": [], "links": {"next": None}}


def test_quirk_04_page_zero_is_the_first(app: WsgiApp) -> None:
    assert ask(app, f"{PATH}?page[number]=0").body == ask(app, PATH).body


def test_quirk_04_page_one_is_the_second(app: WsgiApp, shown: Shown) -> None:
    second = ask(app, f"{PATH}?page[number]=1&page[size]=3").document

    assert [one["id"] for one in second["data"]] == [one.run_id for one in shown[3:6]]


def test_quirk_05_the_default_is_fifty_and_not_twenty_five(app: WsgiApp) -> None:
    assert len(ask(app, PATH).document["data"]) == 50


def test_quirk_05_the_default_is_written_out_in_next(app: WsgiApp) -> None:
    assert (
        ask(app, f"{PATH}?page[number]=2").document["links"]["next"].endswith("page[number]=3&page[size]=50")
    )


@pytest.mark.parametrize("name", ["page[cursor]", "page[after]"])
def test_quirk_06_a_cursor_is_refused_and_not_ignored(app: WsgiApp, name: str) -> None:
    reply = ask(app, f"{PATH}?{name}=abc")

    assert (reply.status, reply.document["errors"][0]["source"]["parameter"]) == (400, name)


def test_quirk_06_a_limit_is_refused_and_not_ignored(app: WsgiApp) -> None:
    assert _status(app, "page[limit]=10") == 400


def test_quirk_07_include_is_400(app: WsgiApp) -> None:
    assert "include" in ask(app, f"{PATH}?include=creator").document["errors"][0]["detail"]


@pytest.mark.parametrize("query", ["sort=id", "fields[users]=email", "utm_source=x", "addepar_firm=1001"])
def test_quirk_07_any_other_unknown_parameter_is_400_too(app: WsgiApp, query: str) -> None:
    assert _status(app, query) == 400


def test_quirk_08_the_nested_spelling_means_the_same(app: WsgiApp, firm: SandboxFirm) -> None:
    number = firm.portfolios[0].number
    plain = _ids(app, f"filter[entityId]={number}")

    assert plain and plain == _ids(app, f"filter[generated_reports][entityId]={number}")


def test_quirk_08_the_spelling_of_another_resource_is_refused(app: WsgiApp) -> None:
    assert _status(app, "filter[files][entityId]=1") == 400
    assert _status(app, "filter[xxx][entityId]=1") == 400


def test_quirk_09_the_bracketed_list_of_the_table_is_taken(app: WsgiApp) -> None:
    assert _ids(app, "filter[status]=[ERROR,%20CANCELED]") == _ids(app, "filter[status]=ERROR,CANCELED")


def test_quirk_09_an_unknown_value_is_refused(app: WsgiApp) -> None:
    assert _status(app, "filter[status]=FINISHED,RUNNING") == 400


@pytest.mark.parametrize("text", ["CANCELLED", "Canceled", "User Cancelled", "canceled"])
def test_quirk_10_other_spellings_of_canceled_are_refused(app: WsgiApp, text: str) -> None:
    assert _status(app, f"filter[status]={text.replace(' ', '%20')}") == 400


def test_quirk_10_only_the_three_documented_states_occur(shown: Shown) -> None:
    assert {one.status for one in shown} == {"FINISHED", "ERROR", "CANCELED"}


def test_quirk_11_both_bounds_leave_the_moment_itself_out(app: WsgiApp, shown: Shown) -> None:
    moment = print_hundredths(shown[800].completed_at)

    assert shown[800].run_id not in _ids(app, f"filter[completed_after]={moment}")
    assert shown[800].run_id not in _ids(app, f"page[number]=0&filter[completed_before]={moment}")


def test_quirk_11_a_bound_may_lack_the_fraction_and_must_be_a_time(app: WsgiApp, shown: Shown) -> None:
    second = print_seconds(shown[40].completed_at - timedelta(seconds=1))

    assert shown[40].run_id in _ids(app, f"filter[completed_after]={second}")
    assert _status(app, "filter[completed_after]=2026-11-24") == 400


def test_quirk_12_a_run_that_began_before_the_window_and_ended_in_it_is_found(
    app: WsgiApp, shown: Shown
) -> None:
    long = next(one for one in shown if one.completed_at - one.started_at > timedelta(hours=1))
    middle = print_seconds(long.started_at + timedelta(minutes=30))

    assert long.run_id in _ids(app, f"filter[completed_after]={middle}")


def test_quirk_12_a_run_that_began_in_the_window_and_ended_after_it_is_not(
    app: WsgiApp, shown: Shown
) -> None:
    long = next(one for one in shown if one.completed_at - one.started_at > timedelta(hours=1))
    middle = print_seconds(long.started_at + timedelta(minutes=30))

    assert long.run_id not in _ids(app, f"filter[completed_before]={middle}")


def test_quirk_13_an_entity_together_with_a_group_is_refused(app: WsgiApp) -> None:
    assert _status(app, "filter[entityId]=10021&filter[groupId]=3100") == 400


def test_quirk_13_so_it_is_in_the_report_list(app: WsgiApp) -> None:
    assert ask(app, "/v1/reports?filter[entityId]=10021&filter[groupId]=3100").status == 400


def test_quirk_29_a_group_and_an_entity_may_share_a_number(firm: SandboxFirm) -> None:
    keys = {(one.kind, one.number) for one in firm.portfolios}

    assert len(keys) - len({number for _, number in keys}) == 1


def test_quirk_29_a_portfolio_is_in_many_runs(app: WsgiApp, firm: SandboxFirm) -> None:
    assert len(_ids(app, f"filter[entityId]={firm.portfolios[0].number}")) > 100
