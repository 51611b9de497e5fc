"""The twelve people who start runs in the sandbox's firm, and what Addepar would say about each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Creator:
    """Somebody who starts runs; names may be missing, as they are upstream for some SAML users."""

    user_id: int
    first_name: str | None
    last_name: str | None
    email: str
    is_admin: bool = False
    uses_saml: bool = False


SCHEDULER = Creator(80, "Reporting", "Operations", "reporting.operations@harrowteal.example", is_admin=True)

CREATORS: tuple[Creator, ...] = (
    SCHEDULER,
    Creator(81, "Marisol", "Etxeberria", "m.etxeberria@harrowteal.example", is_admin=True),
    Creator(82, "Dorothea", "Kwan", "d.kwan@harrowteal.example"),
    Creator(83, "Tobias", "Lindqvist-Oyelaran", "t.lindqvist@harrowteal.example"),
    Creator(85, "Siobhán", "Ó Dálaigh", "s.odalaigh@harrowteal.example"),
    Creator(86, "Prakash", "Venkataraman", "p.venkataraman@harrowteal.example"),
    Creator(87, "Josephine", "Baptiste", "j.baptiste@harrowteal.example"),
    Creator(88, "Grzegorz", "Wójcik", "g.wojcik@harrowteal.example", uses_saml=True),
    Creator(90, "Noor", "Rahmani", "n.rahmani@harrowteal.example"),
    Creator(91, "Winston", "Achterberg", "w.achterberg@harrowteal.example"),
    Creator(93, "Yumiko", "Sakamoto", "y.sakamoto@harrowteal.example"),
    # A single sign-on account that nobody ever gave a name.
    Creator(97, None, None, "api-previews@harrowteal.example", uses_saml=True),
)

CREATOR_BY_ID = {creator.user_id: creator for creator in CREATORS}
