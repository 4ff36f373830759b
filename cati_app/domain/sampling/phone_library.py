"""A telephone number as the library of numbering plans has it."""

from __future__ import annotations

import phonenumbers

from cati_app.domain.sampling.numbering_plan import plan_of


def library_number(e164: str) -> phonenumbers.PhoneNumber:
    """The number as the library has it, which reads it as slowly as any text where its plan is not a plain one."""
    for length in (2, 3, 4):
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(e164[1:length]), ())
        plan = plan_of(regions[0]) if len(regions) == 1 else None
        national = plan.national(e164) if plan is not None else None
        if national is not None:
            return phonenumbers.PhoneNumber(int(e164[1:length]), int(national))
    return phonenumbers.parse(e164, None)


def national_form(e164: str) -> str:
    """As it is read and dialled inside its country: `040 66969047`."""
    return phonenumbers.format_number(library_number(e164), phonenumbers.PhoneNumberFormat.NATIONAL)


def form_in(country: str, e164: str) -> str:
    """The same from a country: with the code of the number's own where that is another one."""
    number = library_number(e164)
    is_there = country in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(number.country_code or 0, ())
    wanted = phonenumbers.PhoneNumberFormat.NATIONAL if is_there else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, wanted)
