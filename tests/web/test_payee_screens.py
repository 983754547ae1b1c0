"""What payees see besides their pay: a deal and who else is credited, what is missing; and never another's pay."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.test import Client

from attain_web.actions.acting import ENGINE
from attain_web.store.models import Dispute
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
DEAL = "65177"  # credited to José Saraiva, and to Stephen Jiang whom he reports to


def text_of(page: str) -> str:
    """The words of a page, each run of blanks as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_who_else_was_credited_and_nobody_elses_pay(signed_in: Enter) -> None:
    seller, manager = signed_in("linda.mitchell"), signed_in("stephen.jiang")
    assert seller.get(f"/pay/deals/{DEAL}").status_code == HTTPStatus.NOT_FOUND
    assert seller.get("/pay/deals/none").status_code == HTTPStatus.NOT_FOUND
    said = text_of(manager.get(f"/pay/deals/{DEAL}").content.decode())
    assert "José Saraiva" in said
    assert "Stephen Jiang" in said
    assert "owner 282" in said
    csv = manager.get(f"/pay/deals/{DEAL}?as=csv&table=credited").content.decode("utf-8-sig").splitlines()
    assert csv[0] == "Person,Component,Credit,On,Credit amount (USD)"
    assert {line.split(",")[0] for line in csv[1:]} >= {"José Saraiva", "Stephen Jiang"}
    assert manager.get(f"/pay/deals/{DEAL}?as=csv&table=none").status_code == HTTPStatus.NOT_FOUND


def test_a_seller_sees_the_manager_credited_on_their_deal_but_not_what_it_paid_them(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    statement = client.get("/pay/statements/FY2014-Q3/276").content.decode()
    deal = re.findall(r'href="/pay/deals/([^"]+)"', statement)[0]
    page = client.get(f"/pay/deals/{deal}").content.decode()
    credited = text_of(page[page.index('id="credited"') : page.index('id="paid"')])
    assert "Linda Mitchell" in credited
    assert "Stephen Jiang" in credited
    paid = text_of(page[page.index('id="paid"') : page.index('id="record"')])
    assert "Linda Mitchell" in paid
    assert "Stephen Jiang" not in paid


def test_a_missing_deal_is_looked_for_and_asked_about(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    assert "is credited to José Saraiva, Stephen Jiang" in client.get(f"/pay/missing?deal={DEAL}").content.decode()
    assert "No table has a deal 1x" in client.get("/pay/missing?deal=1x").content.decode()
    page = client.get(f"/pay/missing?deal={DEAL}&period=FY2014-Q2").content.decode()
    sent = fields(page, "/pay/missing/report") | {"deal": DEAL, "text": "I handed it over in June"}
    before = Dispute.objects.using(ENGINE).count()
    assert client.post("/pay/missing/report", sent | {"text": ""}).status_code == HTTPStatus.CONFLICT
    sent = fields(page, "/pay/missing/report") | {"deal": DEAL, "text": "I handed it over in June", "form_token": "new"}
    assert client.post("/pay/missing/report", sent).status_code == HTTPStatus.FOUND
    made = Dispute.objects.using(ENGINE).order_by("-at").first()
    assert made is not None
    assert (made.about, made.about_id, made.period_id, made.payee_id) == ("missing", DEAL, "FY2014-Q2", "276")
    assert Dispute.objects.using(ENGINE).count() == before + 1


def test_a_jump_leads_only_to_what_one_may_see(signed_in: Enter) -> None:
    seller, leader = signed_in("linda.mitchell"), signed_in("brian.welcker")
    assert "Valdez" not in seller.get("/jump?q=valdez").content.decode()
    assert "Rachel Valdez" in leader.get("/jump?q=valdez").content.decode()
    assert f"Deal {DEAL}" not in seller.get(f"/jump?q={DEAL}").content.decode()
    assert f'href="/pay/deals/{DEAL}"' in leader.get(f"/jump?q={DEAL}").content.decode()
    assert 'href="/run/periods/FY2014-Q2"' in leader.get("/jump?q=2014-q2").content.decode()
    assert 'href="/pay/statements/FY2014-Q2/276"' in seller.get("/jump?q=2014-q2").content.decode()
    assert "Nothing that you may see" in seller.get("/jump?q=zzz").content.decode()


def test_the_quota_and_the_plan_are_shown(signed_in: Enter) -> None:
    said = text_of(signed_in("linda.mitchell").get("/pay/quota?period=FY2014-Q3").content.decode())
    assert "Commission on deals" in said
    assert "$894,000.00" in said  # her quota in data/quotas.csv
    assert "Pay each stretch at its own rate" in said


def test_targets_say_what_is_won_expected_and_short(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    said = text_of(client.get("/pay/targets").content.decode())
    target, expected, short = (_cents(said, name) for name in ("Target", "Expected", "Shortfall"))
    assert target - expected == short > 0
    rows = client.get("/pay/targets?as=csv&table=stages").content.decode("utf-8-sig").splitlines()
    stages = [line.split(",") for line in rows[1:]]
    assert [stage[0] for stage in stages] == ["Prospecting", "Investigation", "Proposal Made", "Negotiation", "In all"]
    assert sum(_plain(stage[1]) for stage in stages[:-1]) == _plain(stages[-1][1])


def test_the_leaderboard_ranks_attainment_and_never_pay(signed_in: Enter) -> None:
    page = signed_in("linda.mitchell").get("/pay/leaderboard?period=FY2014-Q3").content.decode()
    table = page[page.index('id="leaderboard"') :]
    assert "$" not in table[: table.index("</section>")]
    shares = [float(one) for one in re.findall(r">(\d+\.\d)%<", table)]
    assert len(shares) > 10
    assert shares == sorted(shares, reverse=True)


def test_the_year_adds_up(signed_in: Enter) -> None:
    client = signed_in("linda.mitchell")
    rows = client.get("/pay/year?period=FY2014-Q3&as=csv&table=periods").content.decode("utf-8-sig").splitlines()
    amounts = [[_plain(cell) for cell in line.split(",")[1:]] for line in rows[1:]]
    for column in zip(*amounts, strict=True):
        assert sum(column[:-1]) == column[-1]
    assert client.get("/pay/year").status_code == HTTPStatus.OK


def test_the_best_is_compared_with_nobody(signed_in: Enter) -> None:
    said = text_of(signed_in("linda.mitchell").get("/pay/best").content.decode())
    assert "$12,809.16 FY2014-Q1" in said
    for name in ("Carson", "Blythe", "Jiang"):
        assert name not in said


def _cents(said: str, name: str) -> int:
    found = re.search(rf"{name} \$([0-9,.]+)", said)
    assert found is not None
    return _plain(found[1].replace(",", ""))


def _plain(text: str) -> int:
    """A number of a file in minor units."""
    units, _, cents = text.partition(".")
    return int(units) * 100 + int(cents or 0)
