"""Documents are written member by member, in the order asked for."""

import json

import pytest

from reports_app.jsonapi import documents


def test_members_are_written_in_the_order_asked_for() -> None:
    typed_first = documents.resource("generated_reports", resource_id="7", attributes={"b": 1, "a": 2})
    id_first = documents.resource(
        "users", resource_id="84", attributes={}, relationships={}, self_link="/v1/users/84", id_first=True
    )

    assert (
        documents.encode(typed_first) == b'{"type":"generated_reports","id":"7","attributes":{"b":1,"a":2}}'
    )
    assert list(id_first) == ["id", "type", "attributes", "relationships", "links"]


def test_a_relationship_puts_linkage_or_links_first() -> None:
    links = documents.relationship_links("/v1/users/84", name="permissioned_groups")

    assert links == {
        "self": "/v1/users/84/relationships/permissioned_groups",
        "related": "/v1/users/84/permissioned_groups",
    }
    assert list(documents.relationship(None, links=links)) == ["data", "links"]
    assert list(documents.relationship([], links=links, links_first=True)) == ["links", "data"]


def test_included_is_an_empty_list_or_absent() -> None:
    one = documents.resource("files", resource_id="61", attributes={})

    assert list(documents.resource_document(one)) == ["data"]
    assert documents.resource_document(one, with_included=True)["included"] == []


def test_a_collection_says_null_after_its_last_page() -> None:
    document = documents.collection_document([], next_link=None)

    assert documents.encode(document) == b'{"data":[],"included":[],"links":{"next":null}}'


def test_a_linkage_document_holds_an_identifier_a_list_or_null() -> None:
    named = documents.linkage_document(documents.identifier("users", resource_id="84"), links={"self": "/x"})
    nothing = documents.linkage_document(None, links={})

    assert named == {"data": {"type": "users", "id": "84"}, "links": {"self": "/x"}}
    assert nothing["data"] is None


def test_text_travels_as_utf_8_and_never_as_a_number_json_lacks() -> None:
    assert documents.encode({"name": 'Ångström "山田"'}) == '{"name":"Ångström \\"山田\\""}'.encode()
    assert json.loads(documents.encode({"name": "\x00\u2028"})) == {"name": "\x00\u2028"}
    with pytest.raises(ValueError, match="Out of range"):
        documents.encode({"bytes": float("nan")})
