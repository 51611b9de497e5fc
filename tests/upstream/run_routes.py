"""The generated_reports routes: the list, one run, its creator, its zip, and the two relationships.

Called with the firm locked and the permission checked; the order inside is query 400, then id 404.
"""

from tests.upstream.answers import Answer, RefusedError, download_answer, json_answer
from tests.upstream.documents import (
    LISTED,
    SINGLE,
    file_resource,
    linkage_document,
    run_resource,
    user_document,
)
from tests.upstream.firm import Run, StoredFile
from tests.upstream.house import House
from tests.upstream.query import FILTERS, PAGING, next_link, read_filter, read_integer, read_parameters

# The maximum of page[size] is not documented; the general scheme's 2000 truncates silently.
GENERAL_MAXIMUM = 2000


def list_runs(house: House, query: str) -> Answer:
    """Answer one page, zero-based, newest completion first, filters kept in next."""
    parameters = read_parameters(query, known=(*PAGING, *FILTERS))
    size = read_integer(parameters, "page[size]", default=50, minimum=1) or 50
    number = read_integer(parameters, "page[number]", default=0) or 0
    if house.refuse_page_size_over is not None and size > house.refuse_page_size_over:
        raise RefusedError(400, f"page[size] may be at most {house.refuse_page_size_over}.")
    size = min(size, house.page_limit or GENERAL_MAXIMUM)
    wanted = read_filter(parameters)
    runs = [run for run in house.firm.finished_runs() if wanted.accepts(run)]
    page = runs[number * size : (number + 1) * size]
    following = None
    if len(runs) > (number + 1) * size:
        filters = {name: value for name, value in parameters.items() if name in FILTERS}
        paging = {"page[number]": number + 1, "page[size]": size}
        following = next_link("/v1/generated_reports", paging=paging, filters=filters)
    data = [run_resource(run, zip_type=LISTED) for run in page]
    return json_answer({"data": data, "included": [], "links": {"next": following}})


def one_run(house: House, run_id: str, query: str) -> Answer:
    """Answer one run; not while it is being made."""
    run = _find_run(house, run_id, query)
    return json_answer({"data": run_resource(run, zip_type=SINGLE)})


def creator(house: House, run_id: str, query: str) -> Answer:
    """Answer the user who started a run."""
    run = _find_run(house, run_id, query)
    if run.creator is None:
        raise RefusedError(404, f"Run {run_id} has no creator.")
    return json_answer(user_document(run.creator))


def creator_linkage(house: House, run_id: str, query: str) -> Answer:
    """Answer the identifier of the creator."""
    return json_answer(linkage_document(_find_run(house, run_id, query), name="creator"))


def zip_linkage(house: House, run_id: str, query: str) -> Answer:
    """Answer the identifier of the zip, or null."""
    return json_answer(linkage_document(_find_run(house, run_id, query), name="zipped_file"))


def zip_metadata(house: House, run_id: str, query: str) -> Answer:
    """Answer the metadata of the zip."""
    return json_answer({"data": file_resource(_find_zip(house, run_id, query)), "included": []})


def zip_download(house: House, run_id: str, query: str) -> Answer:
    """Answer the bytes of the zip."""
    file = _find_zip(house, run_id, query)
    return download_answer(file.content, name=file.name)


def no_relationship(house: House, run_id: str, query: str) -> Answer:
    """Refuse a relationship that runs do not have: 400, not 404."""
    raise RefusedError(400, "Invalid relationship queried.")


def _find_run(house: House, run_id: str, query: str) -> Run:
    read_parameters(query, known=())
    for run in house.firm.finished_runs():
        if run.run_id == run_id:
            return run
    raise RefusedError(404, f"Run {run_id} does not exist, is not visible or is still being generated.")


def _find_zip(house: House, run_id: str, query: str) -> StoredFile:
    run = _find_run(house, run_id, query)
    if run.zipped_file is None:
        raise RefusedError(404, f"Run {run_id} has no zipped file.")
    return run.zipped_file
