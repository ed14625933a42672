"""Which province an address belongs to, by a table that the operator supplies. Pure.

Lines of CSV: ``network,area,latitude,longitude``. A network without an area is one nobody can
place: a data centre, a VPN, the gateway of a mobile carrier. The smallest network decides.
"""

import csv
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from traceability.resolver.core.suspicion import Area

_BITS = {4: 32, 6: 128}
_POLE, _DATE_LINE = 90, 180
_LONGEST_CODE = 8


class AreaTableError(ValueError):
    """A line of the table cannot be read; ``line`` is its number."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not network,area,latitude,longitude")
        self.line = line


class AreaTable:
    """Networks and their areas."""

    def __init__(self) -> None:
        self._areas: dict[tuple[int, int, int], Area | None] = {}
        self._lengths: dict[int, list[int]] = {4: [], 6: []}
        self.by_code: dict[str, Area] = {}

    @classmethod
    def read(cls, lines: Iterable[str]) -> "AreaTable":
        """Return the table that ``lines`` say; lines that begin with ``#`` are remarks.

        Raises:
            AreaTableError: a line is no network, or its area has no point.
        """
        table = cls()
        for number, row in enumerate(csv.reader(lines), start=1):
            if not row or row[0].lstrip().startswith("#"):
                continue
            try:
                table._add(row)
            except (ValueError, IndexError) as error:
                raise AreaTableError(number) from error
        for lengths in table._lengths.values():
            lengths.sort(reverse=True)
        return table

    def of(self, address: str) -> Area | None:
        """Return the area of ``address``; None for unknown ones and those nobody can place."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return None
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
            parsed = parsed.ipv4_mapped
        return self._smallest(parsed)

    def _smallest(self, address: IPv4Address | IPv6Address) -> Area | None:
        for length in self._lengths[address.version]:
            shift = _BITS[address.version] - length
            key = (address.version, length, int(address) >> shift)
            if key in self._areas:
                return self._areas[key]
        return None

    def _add(self, row: list[str]) -> None:
        network = ip_network(row[0].strip())
        area = _area(row[1:]) if len(row) > 1 and row[1].strip() else None
        shift = _BITS[network.version] - network.prefixlen
        key = (network.version, network.prefixlen, int(network.network_address) >> shift)
        self._areas[key] = area
        if network.prefixlen not in self._lengths[network.version]:
            self._lengths[network.version].append(network.prefixlen)
        if area:
            self.by_code[area.code] = area


def _area(cells: list[str]) -> Area:
    code, latitude, longitude = cells[0].strip(), float(cells[1]), float(cells[2])
    if abs(latitude) > _POLE or abs(longitude) > _DATE_LINE or len(code) > _LONGEST_CODE:
        raise ValueError(code)
    return Area(code, latitude, longitude)
