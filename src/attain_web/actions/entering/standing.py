"""Whether somebody may still act: what goes on by itself asks it, where no door of the application does."""

from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE
from attain_web.actions.delegating import acting_roles
from attain_web.actions.entering.factors import factors_of, roles_with_factor


def may_act(user: str) -> bool:
    """Whether a user is told things and has things done: not by a closed account, nor without a factor they need.

    A user without an account acts under their name, as with a token on a database of yours.
    """
    account = Account.objects.using(ENGINE).filter(username=user).first()
    if account is not None and not account.is_active:
        return False
    needed = roles_with_factor()
    if not needed or not needed & acting_roles(user):
        return True
    return account is not None and bool(factors_of(account))
