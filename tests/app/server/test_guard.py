"""Other hosts, other sites and their pages are refused."""

import pytest
from serving import SMALL


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "a@localhost", "[::2]"]
)
def test_another_host_is_refused(client, host):
    assert client.get("/api/options", headers={"Host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8765"])
def test_its_own_names_are_answered(client, host):
    assert client.get("/api/options", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "file://"])
def test_another_origin_is_refused(client, origin):
    body = {"kind": "simulate", "scenario": SMALL}
    answer = client.post("/api/jobs", json=body, headers={"Origin": origin})
    assert answer.status_code == 403
    assert client.get("/api/options", headers={"Origin": origin}).status_code == 403


def test_another_sites_page_cannot_read(client):
    assert client.get("/api/options", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_link_from_another_site_opens_the_page(client):
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=followed).status_code == 200
    assert client.get("/api/options", headers=followed).status_code == 403


def test_a_form_of_another_site_is_refused(client):
    """A form needs no permission to post, but it cannot post JSON."""
    kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
    for kind in kinds:
        answer = client.post("/api/jobs", content="{}", headers={"Content-Type": kind})
        assert answer.status_code == 415
