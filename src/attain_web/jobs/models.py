"""Jobs: what was asked for and what came of it; which worker has it stands in procrastinate's own tables."""

from django.db import models

WAITS, DONE, FAILED, CANCELLED = "waits", "done", "failed", "cancelled"


class Job(models.Model):
    """Something to be done in the background.

    Attributes:
        kind: one of ``attain_web.jobs.kinds.KINDS``.
        said: what was asked for, such as ``{"period_id": "2026-01"}``.
        asked_by, asked_at: by whom, and when.
        again_of: the job that it tries again; null for a first one.
        state: ``waits, done, failed`` or ``cancelled``; written in the transaction of what the job did.
        is_unwanted: whether somebody cancelled it while it was under way.
        result: what it says when it is done, or what is wrong and what to do.
        ended_at: when it was over.
    """

    job_no = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    said = models.JSONField(default=dict)
    asked_by = models.TextField(db_index=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    again_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default=WAITS)
    is_unwanted = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "job"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state != WAITS


class JobProgress(models.Model):
    """How far a job is that is under way; it is seen while the job's own transaction is open.

    Attributes:
        job: which.
        begun_at: when a worker took it last.
        try_count: how often one took it; more than once where a worker was killed.
        words, share: what it does, and how far it is, in percent.
    """

    job = models.OneToOneField(Job, primary_key=True, on_delete=models.CASCADE, related_name="progress")
    begun_at = models.DateTimeField()
    try_count = models.IntegerField(default=1)
    words = models.TextField(default="")
    share = models.IntegerField(default=0)

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "job_progress"


class JobFile(models.Model):
    """A file that a job made.

    Attributes:
        job: which.
        name, kind: of the file.
        content: all of it.
    """

    job = models.OneToOneField(Job, primary_key=True, on_delete=models.CASCADE, related_name="file")
    name = models.TextField()
    kind = models.TextField()
    content = models.BinaryField()

    class Meta:
        """Named in the database as in the documentation."""

        db_table = "job_file"
