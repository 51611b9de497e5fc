"""The two answers for machines that watch: alive asks for no database, ready needs all of it."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


def test_alive_is_told_without_asking_the_database(client: Client) -> None:
    # Without the db mark, any query fails this test.
    answer = client.get("/health/live")

    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_is_told_when_every_migration_is_applied(client: Client) -> None:
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready_and_says_what_to_run(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="reports_app").latest("pk").delete()

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.content == b"1 migration waits: run manage.py migrate."


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_not_ready(client: Client) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(refuse):
        answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.content == b"The database does not answer."


def test_watchers_only_read(client: Client) -> None:
    assert client.post("/health/live").status_code == 405
    assert client.post("/health/ready").status_code == 405
