"""The passports of many lots in one zip, written to disk lot by lot."""

import errno
import json
import tempfile
import zipfile
from pathlib import Path

from django.core.files import File

from traceability.export.models import ExportJob, ExportState
from traceability.export.names import slug
from traceability.export.passport import passport
from traceability.export.printing import printed_passport
from traceability.lots.models import Lot
from traceability.press import PressError

DISK_FULL = "disk_full"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_zip(job_id: int) -> None:
    """Write the zip of a job; broken off, it begins anew. A ready one stays."""
    job = ExportJob.objects.get(pk=job_id)
    if job.state == ExportState.READY:
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lots.zip"
            _write(job, path)
            _keep(job, path)
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.FAILED, fault=DISK_FULL)
    except PressError as fault:
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.FAILED, fault=fault.code)


def _write(job: ExportJob, path: Path) -> None:
    lots = Lot.objects.filter(pk__in=job.lots.values("pk")).select_related("item__party")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, lot in enumerate(lots.order_by("pk"), start=1):
            _add(archive, lot, job)
            ExportJob.objects.filter(pk=job.pk).update(done=done)


def _add(archive: zipfile.ZipFile, lot: Lot, job: ExportJob) -> None:
    stem = f"{slug(lot.code)}-{lot.link_code}"
    told = passport(lot, made_at=job.requested_at)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    date = job.requested_at.timetuple()[:6]
    for name, content in (
        (f"{stem}.json", text.encode()),
        (f"{stem}.pdf", printed_passport(lot, made_at=job.requested_at, language="vi")),
    ):
        archive.writestr(zipfile.ZipInfo(name, date), content, zipfile.ZIP_DEFLATED)


def _keep(job: ExportJob, path: Path) -> None:
    name = f"lots/{job.pk:06}.zip"
    storage = job.file.storage
    storage.delete(name)
    with path.open("rb") as file:
        kept = storage.save(name, File(file))
    ExportJob.objects.filter(pk=job.pk).update(state=ExportState.READY, file=kept, fault="")
