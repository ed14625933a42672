"""What withholding asks the layers above."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marketplace.kernel.hooks import Hook

if TYPE_CHECKING:
    from payments.models import Charge, Payee
    from payments.tax.core.withholding import Part

tax_bases: "Hook[[Charge], Sequence[Part]]" = Hook("tax_bases")
"""What a charge is made of, with the class of each part. The first answer that is not empty
counts; what no part names is of unknown class, so the highest rates apply."""

tax_status: "Hook[[Payee], str]" = Hook("tax_status")
"""Who a payee is to the tax office, a value of ``PayeeTax.Status``, from papers another module
has checked; empty when it does not know. What an officer has written here comes first."""
