"""Pages and the API of a workspace of several currencies say, amount for amount, what the command line says."""

import re
from collections.abc import Callable
from fractions import Fraction
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from attain.money import minor_digits
from attain.questions.explain import Explainer
from attain.runs import calculate_opened, open_workspace
from attain_web.actions.entering.tokens import make_token
from attain_web.shell.numbers import whole_money
from tests.web.api.conftest import Asking
from tests.web.several import (
    PAYEES,
    calculated,
    client_of,
    make_several,
    payments_of,
    with_decisions,
    written,
)
from tests.web.test_payee_screens import text_of as words_of

PERIOD, PAID_TWICE = "2026-03", ("bo", "2026-02")
Ask = Callable[[str], Asking]


@pytest.fixture
def several(workspace: Path) -> Path:
    make_several(workspace)
    return workspace


@pytest.fixture
def asking(several: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    assert several
    monkeypatch.setattr(settings, "API_REQUESTS_A_MINUTE", 1_000_000)
    return lambda user: Asking(make_token(user, acting_user=user))


def page(user: str, address: str, status: int = HTTPStatus.OK) -> str:
    answer = client_of(user).get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def text_of(html: str) -> str:
    """The words of a page; a large amount is one word, though its minor units are written smaller."""
    return re.sub(r"(?<=\d) (?=[.,]\d)", "", words_of(html))


def links(html: str, begins: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', html) if one.startswith(begins)]


def test_the_workspace_is_what_it_says(several: Path) -> None:
    paid = payments_of(calculated(several))
    codes = {code for payee, period, code in paid if (payee, period) == PAID_TWICE}
    assert codes == {"EUR", "USD"}
    assert {code for payee, _, code in paid if payee == "ana"} == {"JPY"}
    assert ("gus", PERIOD, "USD") not in paid
    # D1: 5 % of 1,000.00 and 7.00 for the logo, each at 150.
    assert paid["ana", "2026-01", "JPY"] == (57 * 150, 57 * 150)


def test_a_payee_reads_every_amount_of_the_command_line_in_its_currency(several: Path) -> None:
    known = with_decisions(payments_of(calculated(several)))
    for payee in PAYEES:
        own = {(period, code): amounts for (who, period, code), amounts in known.items() if who == payee}
        listed = page(payee, "/pay/statements")
        for (_, code), (earned, paid) in own.items():
            assert written(earned, code) in text_of(listed)
            assert written(paid, code) in text_of(listed)
        addresses = links(listed, "/pay/statements/")
        assert len(set(addresses)) == 4 * len(own), "of each a statement and its three files"
        for address in addresses:
            assert client_of(payee).get(address).status_code == HTTPStatus.OK, address


def test_a_statement_is_that_of_its_currency_and_leads_to_the_other(several: Path) -> None:
    known = with_decisions(payments_of(calculated(several)))
    payee, period = PAID_TWICE
    for code, other in (("USD", "EUR"), ("EUR", "USD")):
        html = page(payee, f"/pay/statements/{period}/{payee}?currency={code}")
        said = text_of(html)
        assert f"Payment {written(known[payee, period, code][1], code)}" in said
        assert f"is paid in {other} too: {written(known[payee, period, other][1], other)}" in said
        traces = links(html, f"/pay/statements/{period}/{payee}/lines/")
        assert traces
        for address in [*traces, *links(html, f"/pay/statements/{period}/{payee}/as/")]:
            assert address.endswith(f"?currency={code}")
            assert client_of(payee).get(address).status_code == HTTPStatus.OK, address
    assert client_of(payee).get(f"/pay/statements/{period}/{payee}").status_code == HTTPStatus.OK
    assert client_of(payee).get(f"/pay/statements/{period}/{payee}?currency=GBP").status_code == HTTPStatus.NOT_FOUND


def test_home_and_year_are_in_the_currency_of_the_payment(several: Path) -> None:
    known = with_decisions(payments_of(calculated(several)))
    for payee in PAYEES:
        own = {(period, code): amounts for (who, period, code), amounts in known.items() if who == payee}
        said = text_of(page(payee, "/pay/"))
        (now,) = [(code, amounts) for (period, code), amounts in own.items() if period == PERIOD]
        code, (earned, paid) = now
        assert f"Earned {written(earned, code)}" in said
        assert f"To be paid {written(paid, code)}" in said
        for code in {code for _, code in own}:
            year = text_of(page(payee, f"/pay/year?period={PERIOD}&currency={code}"))
            total = sum(paid for (_, one), (_, paid) in own.items() if one == code)
            assert f"Paid in 2026 {written(total, code)}" in year
            best = text_of(page(payee, f"/pay/best?currency={code}"))
            most = max(earned for (_, one), (earned, _) in own.items() if one == code)
            assert f"Best period {written(most, code)}" in best


def test_what_was_decided_after_somebody_left_is_on_all_their_pages(several: Path) -> None:
    assert several
    for address in ("/pay/", "/pay/statements", f"/pay/year?period={PERIOD}", f"/pay/statements/{PERIOD}/gus"):
        assert "$5,000.00" in text_of(page("gus", address)), address


def test_pace_next_tier_and_targets_are_in_the_currency_of_the_measure(several: Path) -> None:
    opened = open_workspace(several)
    explainer = Explainer(opened, calculate_opened(opened))
    for payee, code in (("ana", "USD"), ("kim", "KWD")):
        (measure,) = [
            one
            for part in explainer.explanation(payee, PERIOD).components
            for one in part.measures
            if one.target is not None
        ]
        assert measure.value is not None
        assert measure.target is not None
        whole = 10 ** minor_digits(code)
        home = text_of(page(payee, "/pay/"))
        reached, quota = (written(int(one * whole), code) for one in (measure.value, measure.target.value))
        assert f"{reached} of {quota}" in home
        missing = int((measure.target.value - measure.value) * whole)
        assert f"for the {whole_money(missing, code, 'en_US')} itself" in home
        assert quota in text_of(page(payee, "/pay/quota"))


def test_the_tracker_adds_up_each_currency_by_itself(several: Path, asking: Ask) -> None:
    assert several
    said = asking("ana").get("/tracker").json()
    assert (said["currency"], said["currencies"]) == ("USD", ["USD"])
    worths = {one["deal"]: (one["worth"], one["currency"]) for one in said["deals"]}
    assert worths == {"D7": (1_000_00, "USD"), "D8": (100_000, "JPY")}, "the amount, and not the list price"
    pays = {one["deal"]: one["pays"] for one in said["deals"]}
    assert pays == {"D7": 57_00, "D8": 39_50}, "5 % of 1,000.00 and of 650.00, and 7.00 for each logo"
    assert said["earned"] == 72_00, "D3: 5 % of 1,300.00 and 7.00"
    assert said["potential"] - said["earned"] == 96_50
    for address in ("/pay/", "/pay/tracker"):
        text = text_of(page("ana", address))
        assert "¥100,000" in text
        assert "$39.50" in text
        assert "¥39" not in text
    home = text_of(page("ana", "/pay/"))
    assert "2 open deals worth $1,000.00 and ¥100,000 pay $96.50 together" in home
    card = home[home.index("Commission tracker") :]
    assert card.index("Earned $72.00") < card.index("Pipeline +$96.50") < card.index("Potential $168.50")
    rates = re.findall(r"\d+\.\d\d%", text_of(page("ana", "/pay/tracker")))
    assert rates == ["5.70%"], "a rate only where pay and amount are in one currency"
    kim = asking("kim").get("/tracker").json()
    assert (kim["currency"], kim["deals"][0]["worth"], kim["deals"][0]["currency"]) == ("KWD", 900_125, "KWD")


def test_what_if_is_asked_and_answered_in_the_currency_of_plan_and_deal(several: Path, asking: Ask) -> None:
    assert several
    said = asking("ana").post("/what-if", {"deals": [{"deal": "D8", "worth": "200000"}]}).json()
    assert (said["currency"], said["now"], said["then"]) == ("USD", 72_00, 72_00 + 72_00)
    refused = asking("ana").post("/what-if", {"deals": [{"deal": "D8", "worth": "200000.50"}]})
    assert "no amount in JPY" in refused.content.decode()
    both = asking("ana").post("/what-if", {"goal": "500"}).json()
    assert "several currencies" in both["goal_says"]
    kim = asking("kim").post("/what-if", {"goal": "50.125", "new_worth": "10.005"}).json()
    assert (kim["currency"], kim["needed_currency"]) == ("KWD", "KWD")
    assert kim["then"] - kim["now"] == 500, "5 % of 10.005 dinars"
    text = text_of(page("kim", "/pay/what-if?goal=50.125&deal=D10"))
    assert re.search(r"To earn KWD\s?50\.125 , the open deals together have to be worth KWD\s?[\d.,]+", text)
    assert written(kim["needed"], "KWD") in text


def test_the_team_counts_a_target_once_and_everything_that_is_to_be_paid(several: Path, asking: Ask) -> None:
    known = with_decisions(payments_of(calculated(several)))
    for period in ("2026-02", PERIOD):
        html = page("carl", f"/team/?period={period}&all=yes")
        said = text_of(html)
        sums: dict[str, int] = {}
        for (_, name, code), (_, paid) in known.items():
            if name == period:
                sums[code] = sums.get(code, 0) + paid
        to_pay = said[said.index("To be paid") : said.index("Person by person")]
        for code, total in sums.items():
            assert written(total, code) in to_pay, (period, code)
        for address in links(html, f"/pay/statements/{period}/"):
            assert client_of("carl").get(address).status_code == HTTPStatus.OK, address
        rows = asking("carl").get("/attainment", period_id=period, limit=200).json()["items"]
        found = {(row["payee_id"], period, row["currency"]): (row["earned"], row["paid"]) for row in rows}
        assert found == {key: amounts for key, amounts in known.items() if key[1] == period}


def test_whoever_is_paid_twice_counts_once() -> None:
    from attain_web.manager.team import Member, _grouped

    twice = [
        Member("bo", "mia", Fraction(6000), Fraction(9000), "USD", code, 1, 1, "estimate") for code in ("EUR", "USD")
    ]
    whole = _grouped(twice, "mia")
    assert (whole.people, whole.reached, whole.target) == (1, 6000, 9000)


def test_periods_say_by_currency_what_is_to_be_paid(several: Path, asking: Ask) -> None:
    known = with_decisions(payments_of(calculated(several)))
    rows = {row["period_id"]: row for row in asking("carl").get("/periods").json()["items"]}
    listed = page("carl", "/run/periods")
    for period, row in rows.items():
        for side, at in (("earned", 0), ("paid", 1)):
            sums: dict[str, int] = {}
            for (_, name, code), amounts in known.items():
                if name == period and (side == "paid" or amounts[0]):
                    sums[code] = sums.get(code, 0) + amounts[at]
            assert {code: minor for code, minor in row[side].items() if minor or code in sums} == sums
            assert all(written(minor, code) in text_of(listed) for code, minor in sums.items())
    assert set(rows) == {"2026-01", "2026-02", PERIOD}


def test_a_period_compares_with_all_that_was_to_be_paid_before(several: Path) -> None:
    known = with_decisions(payments_of(calculated(several)))
    html = page("carl", f"/run/periods/{PERIOD}")
    said = text_of(html)
    then, now = known["bo", "2026-02", "EUR"][1], known["bo", PERIOD, "EUR"][1]
    assert f"{written(now, 'EUR')} {written(then, 'EUR')}" in said
    html += page("carl", "/run/periods/2026-02")
    for address in links(html, "/pay/statements/"):
        assert client_of("carl").get(address).status_code == HTTPStatus.OK, address


def test_the_api_lists_and_explains_every_payment_by_its_currency(several: Path, asking: Ask) -> None:
    known = with_decisions(payments_of(calculated(several)))
    for payee in PAYEES:
        rows = asking(payee).get(f"/payees/{payee}/payments", limit=200).json()["items"]
        found = {(payee, row["period_id"], row["currency"]): (row["earned"], row["paid"]) for row in rows}
        assert found == {key: amounts for key, amounts in known.items() if key[0] == payee}
    payee, period = PAID_TWICE
    for code in ("EUR", "USD"):
        path = f"/statements/{period}/{payee}"
        said: dict[str, Any] = asking(payee).get(path, currency=code).json()
        assert said["explanation"]["currency"] == code
        assert asking(payee).get(f"{path}/as/csv", currency=code).status_code == HTTPStatus.OK
    assert asking(payee).get(f"/statements/{period}/{payee}").status_code == HTTPStatus.OK


def test_credits_that_are_no_money_are_numbers(several: Path) -> None:
    assert several
    html = page("ana", "/pay/deals/D1")
    credited = text_of(html[html.index('id="credited"') : html.index('id="paid"')])
    assert "$1,000.00" in credited
    assert "$0.01" not in credited
    assert re.search(r"logos direct \S+ \S+ \S+ 1 ", credited), credited
    best = text_of(page("ana", "/pay/best"))
    assert "Largest credit $3,000.00" in best
