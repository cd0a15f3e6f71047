"""The bare way to a pack: WeasyPrint lays out, qpdf puts together. A process that answers one order a line.

`python pack_layout.py NICENESS` has WeasyPrint loaded before it takes its first order, and yields to others as much as
it is told to. An order is JSON: `html` and `css` (paths) are laid out into `into`; `files` are put together with that.
The answer is JSON: `seconds` for both, and `peak`, the most memory by then above what stood when WeasyPrint was loaded.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def main() -> None:
    os.nice(int(sys.argv[1]))
    import weasyprint

    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        began = time.perf_counter()
        laid_out = Path(order["into"])
        weasyprint.HTML(filename=order["html"]).write_pdf(
            laid_out,
            stylesheets=[weasyprint.CSS(filename=sheet) for sheet in order["css"]],
            pdf_tags=True,
            pdf_version="1.7",
        )
        if order.get("files"):
            files = [*order["files"], str(laid_out)]
            subprocess.run(
                [
                    "qpdf",
                    "--empty",
                    "--remove-unreferenced-resources=no",
                    "--pages",
                    *files,
                    "--",
                    f"{laid_out}.all",
                ],
                check=True,
            )
            Path(f"{laid_out}.all").read_bytes()
        taken = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(
            json.dumps({"seconds": taken, "peak": (peak - idle) * 1024, "idle": idle * 1024}) + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
