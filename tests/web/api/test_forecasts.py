"""The pipeline and forecasts for programs: what the pages say, of whom the pages show, and submitted as there."""

from http import HTTPStatus

from tests.web.api.conftest import Ask

QUARTER = "FY2014-Q4"


def test_the_api_says_of_a_pipeline_what_the_pages_say(asking: Ask) -> None:
    whole, team = (
        {one["group"]: one["worth"] for one in asking(user).get("/pipeline?by=person").json()["groups"]}
        for user in ("brian.welcker", "stephen.jiang")
    )
    assert team.items() < whole.items()
    assert "Rachel Valdez" not in team
    mine = asking("linda.mitchell").get(f"/forecasts?period={QUARTER}").json()["items"]
    assert {one["owner_id"] for one in mine} == {"276"}
    answer = asking("linda.mitchell").post(
        "/forecasts/submit", {"owner_id": "276", "period_id": QUARTER, "worth": "1000000"}
    )
    assert answer.status_code == HTTPStatus.OK, answer.content
    stands = asking("stephen.jiang").get(f"/forecasts/submissions?period={QUARTER}").json()["items"]
    assert [one["worth"] for one in stands if one["owner_id"] == "276" and one["stands"]] == [1_000_000_00]
    foreign = asking("linda.mitchell").post(
        "/forecasts/submit", {"owner_id": "277", "period_id": QUARTER, "worth": "1"}
    )
    assert foreign.status_code == HTTPStatus.CONFLICT
