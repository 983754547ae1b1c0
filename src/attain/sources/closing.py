"""What attain.yaml says about closing a period: ``closing: {plans_accepted: true, variances: {percent: 20%}}``."""

from typing import Literal

from attain.documents import Model, Percent, PositiveQuantity, YesNo


class VariancesConfig(Model):
    """From which difference on what a payee is paid is looked at by somebody before a period is approved.

    Attributes:
        over: whole units of the currency that is paid; what differs by more is looked at.
        percent: of what it was before; what differs by more is looked at. With both, what is over both.
        against: the pay period before, or what the period's figures were when they were last posted.
    """

    over: PositiveQuantity | None = None
    percent: Percent | None = None
    against: Literal["period", "posted"] = "period"


class ClosingConfig(Model):
    """What the approval of a period waits for besides what it always waits for."""

    plans_accepted: YesNo = False
    variances: VariancesConfig | None = None
