"""What settlement asks the layers above."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marketplace.kernel.hooks import Hook

if TYPE_CHECKING:
    from payments.models import Charge

commission_bases: "Hook[[Charge], Sequence[tuple[str, int]]]" = Hook("commission_bases")
"""What a charge is made of: pairs of a category's code and đồng. The first answer counts; what no
pair names has no category."""

commission_categories: "Hook[[], Sequence[tuple[str, str]]]" = Hook("commission_categories")
"""Which categories there are: pairs of the code that `commission_bases` answers and its name. With
no answer, rules cannot be written for a category."""
