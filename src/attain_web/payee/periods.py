"""The period that a page of a payee is about: named in its address, or the one of today."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest

from attain_web.access.viewer import viewer_of
from attain_web.figures.payees import Basis, PayPeriod, basis_of, pay_periods_known, period_on
from attain_web.figures.workspace import WorkspaceNow, workspace_now


@dataclass(frozen=True)
class Asked:
    """What a page is about.

    Attributes:
        workspace: as it is now.
        payee_id: whose pay.
        periods: that have begun, in order of time.
        period: the chosen one.
        basis: whose figures count for it.
    """

    workspace: WorkspaceNow
    payee_id: str
    periods: list[PayPeriod]
    period: PayPeriod
    basis: Basis

    @property
    def shown(self) -> dict[str, object]:
        """What the frame of the page needs: the chosen period, those around it, and where the figures are from."""
        names = [one.period_id for one in self.periods]
        at = names.index(self.period.period_id)
        return {
            "payee_id": self.payee_id,
            "period": self.period,
            "period_names": list(reversed(names)),
            "period_before": names[at - 1] if at else "",
            "period_after": names[at + 1] if at + 1 < len(names) else "",
            "basis": self.basis,
        }


def asked_of(request: HttpRequest, payee_id: str = "", period_id: str = "") -> Asked | None:
    """Return what a page is about; None while nothing was calculated, or the reader is no payee.

    Raises:
        Http404: there is no such period, or the payee is not the reader's to see.
    """
    viewer = viewer_of(request)
    whose = payee_id or viewer.own_payee
    now = workspace_now(settings.WORKSPACE)
    known = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    wanted = period_id or request.GET.get("period", "")
    if whose:
        viewer.refuse_unless_visible(whose, wanted)
    chosen = next((one for one in known if one.period_id == wanted), None) if wanted else period_on(known, now.today)
    if wanted and known and chosen is None:
        raise Http404(f"there is no period {wanted}")
    basis = basis_of(chosen.period_id) if chosen else None
    if not whose or chosen is None or basis is None:
        return None
    viewer.refuse_unless_visible(whose, chosen.period_id)
    return Asked(now, whose, known, chosen, basis)
