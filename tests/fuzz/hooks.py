"""What schemathesis cannot know: which requests exist, how they stand, which rules no schema can say."""

import json
import os
import urllib.request
import zlib

import schemathesis

KNOWN = json.loads(os.environ["FUZZ_KNOWN"])

# Rules about other fields, the registry, the profile or the time. A schema-valid request may be refused by these only.
BEYOND_A_SCHEMA = {
    "after",
    "category",
    "codeLength",
    "cursor",
    "day",
    "duration",
    "either",
    "exactlyOne",
    "exists",
    "isContactPhone",
    "isPersonOrName",
    "jurisdiction",
    "levelOfArea",
    "oneOf",
    "root",
    "text",
    "time",
    "isRfc3339",
}
CODES_BEYOND_A_SCHEMA = {"unknown_area"}
# Named by the profile in force, under the name of the rule that schemas can say too.
FIELDS_OF_THE_PROFILE = {"/channel", "/category", "/jurisdiction"}


def chosen(case, values):
    """The same case always gets the same value, so that it can be replayed."""
    seed = f"{case.method} {case.path} {case.body!r} {case.query!r}"
    return values[zlib.crc32(seed.encode("utf-8", "replace")) % len(values)]


def is_valid(case, place):
    """Nothing that was made wrong on purpose is put right."""
    component = case.meta and case.meta.components.get(place)
    return component is None or component.mode.is_positive


@schemathesis.hook
def before_call(context, case, kwargs):
    from schemathesis.core.parameters import ParameterLocation as Place

    if "/requests/{id}" in case.path and is_valid(case, Place.PATH):
        request_id = chosen(case, KNOWN["requests"])
        case.path_parameters["id"] = request_id
        if "If-Match" in (case.headers or {}) and is_valid(case, Place.HEADER):
            case.headers["If-Match"] = etag_of(request_id)
    # That waiting works is seen after a second as well as after twenty.
    if "Prefer" in (case.headers or {}) and is_valid(case, Place.HEADER):
        case.headers["Prefer"] = "wait=1"
    if case.method == "POST" and case.path == "/v1/requests" and is_valid(case, Place.BODY):
        body = case.body
        if isinstance(body, dict) and "areaCode" in body:
            body = {key: value for key, value in body.items() if key not in ("location", "address", "category")}
            case.body = {**body, "areaCode": chosen(case, KNOWN["areas"]), "channel": "app"}


def etag_of(request_id):
    url = f"{KNOWN['baseUrl']}/v1/requests/{request_id}"
    call = urllib.request.Request(url, headers={"authorization": f"Bearer {KNOWN['admin']}"})
    with urllib.request.urlopen(call, timeout=20) as answer:
        return answer.headers["etag"]


@schemathesis.check
def documented_refusals(ctx, response, case):
    """What fits the document is refused only by a rule that a schema cannot say."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    if problem["code"] in CODES_BEYOND_A_SCHEMA:
        return
    errors = problem.get("errors", [])
    rules = {error.get("rule") for error in errors if error["pointer"] not in FIELDS_OF_THE_PROFILE}
    if not errors or rules - BEYOND_A_SCHEMA:
        raise AssertionError(f"refused although it fits the document: {problem['code']} {sorted(map(str, rules))}")
