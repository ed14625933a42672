"""The process that sets one document: an order as JSON in, pages as JSON out. Run as a script."""

import base64
import json
import sys

import typst


def main() -> None:
    """Set what stands on the standard input."""
    order = json.load(sys.stdin)
    result: bytes | list[bytes] = typst.compile(  # type: ignore[assignment,unused-ignore]
        order["source"].encode(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[order["fonts"]]),
        format=order["form"],
        ppi=order["ppi"],
        sys_inputs=order["inputs"],
        timestamp=order["timestamp"],
    )
    pages = [result] if isinstance(result, bytes) else result
    json.dump([base64.b64encode(page).decode() for page in pages], sys.stdout)


if __name__ == "__main__":
    main()
