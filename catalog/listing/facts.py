"""The facts of a listing row: what a card shows, in JSON that needs no other table.

Words that depend on the language or on today (the pack, the season, a certificate that ends) are
made when a card is built, from these facts.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from catalog.core.packs import Pack

Picture = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a row knows.

    Args:
        names: product name by language.
        slug: of the product's page.
        seller: shop name.
        place: name of the seller's ward or commune.
        price: of one pack, whole đồng.
        pack: see `Pack`.
        base_price: whole đồng for one base unit.
        base_unit: its code.
        picture: what the cover's small picture is made of, None without a photo.
        stars: OCOP stars, 0 without.
        stars_until: last day on which they may be shown.
        season: months, empty for all year.
        extra: facts of modules above.
    """

    names: Mapping[str, str]
    slug: str
    seller: str
    place: str
    price: int
    pack: Pack
    base_price: int
    base_unit: str
    in_stock: bool
    picture: Picture | None = None
    stars: int = 0
    stars_until: dt.date | None = None
    season: tuple[int, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the facts as JSON values."""
        values = asdict(self)
        values["pack"]["quantity"] = str(self.pack.quantity)
        values["season"] = list(self.season)
        values["stars_until"] = self.stars_until.isoformat() if self.stars_until else None
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> "Facts":
        """Return the facts that `to_json` wrote."""
        read = dict(values)
        pack = dict(read["pack"])  # type: ignore[call-overload]
        pack["quantity"] = Decimal(pack["quantity"])
        until = read["stars_until"]
        read["pack"] = Pack(**pack)
        read["season"] = tuple(read["season"])  # type: ignore[arg-type]
        read["stars_until"] = dt.date.fromisoformat(str(until)) if until else None
        return cls(**read)  # type: ignore[arg-type]

    def version(self) -> str:
        """Return a key that changes exactly when the facts do."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
