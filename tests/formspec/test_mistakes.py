"""Every mistake the language knows is refused, in the right place and with the right words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mus_desktop.errors import FormError
from mus_desktop.formspec.problems import BrokenFormError, Problem
from mus_desktop.formspec.reader import read_form

Written = Callable[..., str]
ProblemsOf = Callable[[str], tuple[Problem, ...]]

SCALE = '[[scale]]\nkey = "niveau"\nsteps = [{ value = 1, label = "Lidt" }, { value = 2, label = "Meget" }]\n'
PLAN = 'kind = "plan"\nkey = "plan"\ntitle = "Plan"\n'
RATING = 'kind = "rating"\nkey = "r"\ntitle = "R"\nscale = "niveau"\n'
TABLE = 'kind = "table"\nkey = "t"\ntitle = "T"\n'
CHOICE = 'kind = "choice"\nkey = "c"\ntitle = "C"\n'
TEXT = 'kind = "text"\nkey = "x"\ntitle = "X"\n'
SIGN = 'kind = "signatures"\nkey = "s"\ntitle = "S"\n'
NOTES = 'kind = "notes"\nkey = "n"\ntitle = "N"\n'

IN_FIELD = [
    ('kind = "text"\nkey = "x"', "»title« mangler", ""),
    ('kind = "text"\ntitle = "X"', "»key« mangler", ""),
    ('key = "x"\ntitle = "X"', "»kind« mangler", ""),
    ('kind = 3\nkey = "x"\ntitle = "X"', "»kind« mangler", ""),
    ('kind = "rationg"\nkey = "x"\ntitle = "X"', "»kind« kan ikke være »rationg«", "rating"),
    ('kind = "hest"\nkey = "x"\ntitle = "X"', "vælg mellem info, text", ""),
    ('kind = "text"\nkey = "Ærlig"\ntitle = "X"', "»key« må ikke være »Ærlig«", ""),
    ('kind = "text"\nkey = "1a"\ntitle = "X"', "»key« må ikke være »1a«", ""),
    ('kind = "text"\nkey = "x"\ntitle = "  "', "»title« mangler tekst", ""),
    ('kind = "text"\nkey = "x"\ntitle = "a\\nb"', "»title« skal stå på én linje", ""),
    ('kind = "text"\nkey = "x"\ntitle = "a\\u0007"', "usynligt tegn", ""),
    ('kind = "text"\nkey = "x"\ntitle = 2027-03-01', "»title« skal være tekst", ""),
    (TEXT + 'prompts = "Hvad?"', "»prompts« kendes ikke her", ""),
    (TEXT + 'promt = "Hvad?"', "»promt« kendes ikke her", "print"),
    (TEXT + 'unit = "timer"', "»unit« kendes ikke her", ""),
    (TEXT + 'by = "shared"', "»by« skal være en liste", ""),
    (TEXT + "by = []", "»by« er tom", ""),
    (TEXT + 'by = ["leder"]', "»by« kan ikke være »leder«", "leader"),
    (TEXT + 'by = ["medarbejder"]', "vælg mellem employee, leader, shared", ""),
    (TEXT + 'by = ["leader", "leader"]', "»by« nævner »leader« to gange", ""),
    (TEXT + 'print = "ja"', "»print« skal være true eller false", ""),
    (PLAN + 'columns = [{ key = "a", title = "A" }]\nby = ["shared"]', "»by« kendes ikke her", ""),
    ('kind = "info"\ntitle = "I"\nfacts = {}', "»facts« skal være navne", ""),
    ('kind = "info"\ntitle = "I"\nfacts = { employe = "M" }', "»facts« kender ikke »employe«", "employee"),
    ('kind = "info"\ntitle = "I"\nfacts = { employee = "" }', "»facts« mangler tekst", ""),
    (SIGN, "»signers« mangler", ""),
    (SIGN + "signers = {}", "»signers« skal være navne", ""),
    (SIGN + 'signers = { dato = "Dato" }', "»signers« kender ikke »dato«", "date"),
    (CHOICE, "»options« mangler", ""),
    (CHOICE + "options = []", "»options« er tom", ""),
    (CHOICE + 'options = ["A", "A"]', "»options« nævner »A« to gange", ""),
    (CHOICE + 'options = ["Å", "A\u030a"]', "»options« nævner »Å« to gange", ""),
    (CHOICE + 'options = ["A", "A\u200b"]', "»options« nævner »A« to gange", ""),
    (TEXT.replace('"X"', '"\u200b"'), "»title« mangler tekst", ""),
    (CHOICE + 'options = ["A", ""]', "»options« har et punkt, som mangler tekst", ""),
    (CHOICE + 'options = ["A", "B"]\npick = 3', "»pick« er 3, men der er kun 2", ""),
    (CHOICE + 'options = ["A", "B"]\npick = [2, 1]', "»pick« skal være to hele tal", ""),
    (CHOICE + 'options = ["A", "B"]\npick = [1]', "»pick« skal være to hele tal", ""),
    (CHOICE + 'options = ["A", "B"]\npick = 0', "»pick« skal være mindst 1", ""),
    (CHOICE + 'options = ["A", "B"]\npick = true', "»pick« skal være et helt tal", ""),
    (NOTES + 'prompts = """\nEn\n    To\n  Tre\n"""', "»prompts« har en linje, hvis indrykning ikke passer", ""),
    (RATING.replace("niveau", "niveu"), "skala, der ikke findes: »niveu«", "niveau"),
    (RATING + 'rows = ["A"]\ngroups = ["B"]', "»groups« er overskrifter til rækker", ""),
    (RATING + "columns = []", "»columns« skal stå som", ""),
    (PLAN, "»columns« mangler", ""),
    (PLAN + "columns = 3", "»columns« skal stå som", ""),
    (PLAN + 'columns = [{ key = "a", title = "A" }]\nmin_rows = -1', "»min_rows« skal være mindst 0", ""),
    (TABLE + 'columns = [{ key = "a", title = "A" }]\nrows = ["R"]\nmin_rows = 2', "»min_rows« er til rækker", ""),
    ('kind = "board"\nkey = "b"\ntitle = "B"\nareas = ["A"]', "»cards« mangler", ""),
    ('kind = "board"\nkey = "b"\ntitle = "B"\ncards = "x"\nareas = ["A"]', "et felt, der ikke findes: »x«", ""),
    ('kind = "board"\nkey = "b"\ntitle = "B"\ncards = "b"\nareas = ["A"]', "skal nævne et felt af slagsen choice", ""),
]

IN_COLUMN = [
    (PLAN + 'columns = [{ key = "a", title = "A", roles = ["gaol"] }]', "»roles« kan ikke være »gaol«", "goal"),
    (PLAN + 'columns = [{ key = "a" }]', "»title« mangler", ""),
    (PLAN + 'columns = [{ key = "a", title = "A", role = "goal" }]', "»role« kendes ikke her", "roles"),
    (
        PLAN + 'columns = [{ key = "b", title = "B", roles = ["due"] }, { key = "a", title = "A", roles = ["due"] }]',
        "rollen »due« står allerede i kolonnen »b«",
        "",
    ),
    (TABLE + 'columns = [{ key = "a", title = "A", later = true }]', "»later« kendes ikke her", ""),
    (TABLE + 'columns = [{ key = "a", title = "A", type = "nummer" }]', "»type« kan ikke være »nummer«", "number"),
    (TABLE + 'columns = [{ key = "a", title = "A", type = "choice" }]', "»options« mangler", ""),
    (TABLE + 'columns = [{ key = "a", title = "A", type = "rating" }]', "»scale« mangler", ""),
    (TABLE + 'columns = [{ key = "a", title = "A", unit = "kr." }]', "»unit« hører til", ""),
    (TABLE + 'columns = [{ key = "a", title = "A", type = "rating", scale = "nivau" }]', "»nivau«", "niveau"),
    (TABLE + 'columns = [{ key = "a", title = "A" }, { key = "a", title = "B" }]', "enestående", ""),
    (PLAN + 'columns = [{ key = "a", title = "A", type = "rating", scale = "nivau" }]', "»nivau«", "niveau"),
    (RATING + 'columns = [{ key = "a", title = "A", scale = "nivau" }]', "»nivau«", "niveau"),
    (RATING + 'columns = [{ key = "a", title = "A", type = "date" }]', "»type« kan ikke være »date«", ""),
    (RATING + 'columns = [{ key = "a", title = "A", role = "requierd" }]', "»requierd«", "required"),
    (RATING + 'columns = [{ key = "a", title = "A", by = "shared" }]', "»by« er shared, som ikke svarer", ""),
    (RATING + 'columns = [{ key = "remark", title = "A" }]'.replace('"remark", title', '"a", title'), None, ""),
]

ON_TOP = [
    ('purpose = "paper"', "»purpose« kan ikke være »paper«", ""),
    ('purpose = "followup"', "»purpose« kan ikke være »followup«", "follow_up"),
    ('held = ["gruppe"]', "»held« kan ikke være »gruppe«", "group"),
    ('party_names = { shared = "Os" }', "»party_names« kender ikke »shared«", ""),
    ('individual_plans = "required"', "»individual_plans« hører til et skema, der kan holdes som gruppe", ""),
    ('individual_plans = "requierd"', "»individual_plans« kan ikke være »requierd«", "required"),
    ("plan_is_minutes = true", "»plan_is_minutes« kræver, at skemaet har en plan", ""),
    ('topics = 3', "»topics« skal være to hele tal", ""),
    ('word_language = "dansk"', "»word_language« må ikke være »dansk«", ""),
    ('organization = "Kommunen"', "»organization« kendes ikke her", "organisation"),
    ('cues = "Hvorfor?"', "»cues« skal være en liste", ""),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text", "suggestion"), IN_FIELD)
def test_in_a_field(field: str, text: str, suggestion: str, written: Written, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(written(field, top=SCALE))
    assert text in problem.text
    assert problem.suggestion == suggestion
    assert (problem.place.file, problem.place.tab) == ("prøve", "fane")
    assert problem.place.field


@pytest.mark.parametrize(("field", "text", "suggestion"), [row for row in IN_COLUMN if row[1]])
def test_in_a_column(field: str, text: str, suggestion: str, written: Written, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(written(field, top=SCALE))
    assert text in problem.text
    assert problem.suggestion == suggestion
    assert (problem.place.tab, problem.place.column) == ("fane", "a")


@pytest.mark.parametrize(("top", "text", "suggestion"), ON_TOP)
def test_on_top(top: str, text: str, suggestion: str, written: Written, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(written(top=top))
    assert text in problem.text
    assert problem.suggestion == suggestion
    assert str(problem.place) == "prøve"


def test_a_newer_form_says_so_and_nothing_else(written: Written, problems_of: ProblemsOf) -> None:
    head = 'language = 3\nid = "Nyt!"\nform = "anden"\n'
    (problem,) = problems_of(written('kind = "hologram"', head=head))
    assert "nyere end programmet" in problem.text


@pytest.mark.parametrize("language", ["", 'language = "1"', "language = true", "language = 0", "language = 1.0"])
def test_a_form_without_a_usable_language_is_still_read_for_other_mistakes(
    language: str, written: Written, problems_of: ProblemsOf
) -> None:
    head = f'{language}\nid = "prove"\nversion = 1\norganisation = "Lillevig"\n'
    problems = [problem.text for problem in problems_of(written(head=head))]
    assert len(problems) == 2
    assert problems[0].startswith("»language«")
    assert problems[1] == "»title« mangler"


def test_scales(written: Written, problems_of: ProblemsOf) -> None:
    top = """
    [[scale]]
    key = "a"
    steps = [{ value = 1, label = "En" }, { value = 1, label = "To" }, { value = "3", label = "Tre" }]
    [[scale]]
    key = "a"
    headings = ["Trin", "Navn"]
    steps = [{ label = "En" }]
    """
    problems = problems_of(written(top=top))
    assert [(p.place.scale, p.place.step, p.text.split(";")[0]) for p in problems] == [
        ("a", "nr. 3", "»value« skal være et helt tal"),
        ("a", "", "værdien 1 står ved flere trin"),
        ("a", "nr. 1", "»value« mangler"),
        ("a", "", "»headings« skal være tre overskrifter: over værdien, navnet og teksten"),
        ("a", "", "»key« bruges allerede et andet sted: »a« skal være enestående"),
    ]


def test_keys_are_unique_and_only_one_previous_plan(written: Written, problems_of: ProblemsOf) -> None:
    earlier = '[[tab.field]]\nkind = "previous_plan"\nkey = "{}"\ntitle = "Sidst"\n'
    second = f'[[tab]]\nkey = "fane"\ntitle = "Igen"\n{earlier.format("et")}{earlier.format("et")}'
    problems = [(p.place.tab, p.place.field, p.text[:13]) for p in problems_of(written(earlier.format("a")) + second)]
    assert problems == [
        ("fane", "", "»key« bruges "),
        ("fane", "et", "»key« bruges "),
        ("fane", "et", "der kan kun v"),
        ("fane", "et", "der kan kun v"),
    ]


def test_tabs_need_fields_and_forms_need_tabs(problems_of: ProblemsOf, written: Written) -> None:
    assert [p.text for p in problems_of(written(""))] == ["»field« mangler"]
    assert [p.text for p in problems_of(written("", tab=""))] == ["»tab« mangler"]
    (problem,) = problems_of(written("", tab='[tab]\nkey = "a"\n'))
    assert problem.text == "»tab« skal stå som [[tab]], mindst én"


def test_a_field_that_could_not_be_read_is_not_blamed_twice(written: Written, problems_of: ProblemsOf) -> None:
    choice = '[[tab.field]]\nkind = "chioce"\nkey = "kort"\ntitle = "Kort"\noptions = ["A"]\n'
    board = '[[tab.field]]\nkind = "board"\nkey = "b"\ntitle = "B"\ncards = "kort"\nareas = ["X"]\n'
    (problem,) = problems_of(written(choice + board))
    assert problem.suggestion == "choice"


def test_a_rating_keeps_its_own_words(written: Written, problems_of: ProblemsOf) -> None:
    columns = 'columns = [{ key = "remark", title = "R" }, { key = "group", title = "G" }]'
    assert ["optaget" in p.text for p in problems_of(written(RATING + columns, top=SCALE))] == [True, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'language = 1\ntitle = "abc\n', "linje 2: en tekst mangler sit sidste"),
        (b"a = 1\na = 2\n", "linje 2: den samme n\u00f8gle st\u00e5r to gange"),
        (b"a = 1\n\nb = [1, 2\n", "en liste mangler komma eller ]"),
        (b"a\n", "linje 1: der mangler et lighedstegn"),
        (b"a =\n", "linje 1: v\u00e6rdien mangler"),
        (b'a = "b" c\n', "linje 1: der st\u00e5r noget efter"),
        (b"[tab]\n[tab]\n", "linje 2: den samme overskrift"),
        (b'a = "C:\\new\\quux"\n', "linje 1: en omvendt skr\u00e5streg"),
        (b'title = "\xe6rlig"\n', "linje 1: et tegn kan ikke l\u00e6ses; gem filen igen som UTF-8"),
        (b"a = " + b"[" * 100_000, "lister inden i hinanden"),
        (b"a = " + b"9" * 5_000, "linjen kan ikke l\u00e6ses"),
    ],
)
def test_a_file_that_is_not_toml_gives_one_danish_sentence(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "form.toml"
    file.write_bytes(content)
    with pytest.raises(BrokenFormError) as caught:
        read_form(file)
    message = str(caught.value)
    assert message.startswith(str(file))
    assert said in message
    assert "\n" not in message


def test_a_form_that_is_not_there(tmp_path: Path) -> None:
    for path, said in (
        (tmp_path, "mappen har ingen form.toml"),
        (tmp_path / "form.toml", "mappen har ingen form.toml"),
        (tmp_path / "ingen" / "form.toml", "filen findes ikke"),
        (tmp_path / "skema.toml", "filen findes ikke"),
    ):
        with pytest.raises(FormError, match=said):
            read_form(path)
    (tmp_path / "form.toml").mkdir()
    with pytest.raises(FormError, match="filen kan ikke åbnes"):
        read_form(tmp_path)


def test_files_saved_by_windows_editors_are_read(written: Written, tmp_path: Path) -> None:
    text = written()
    plain, windows = tmp_path / "a.toml", tmp_path / "b.toml"
    plain.write_bytes(text.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_form(windows).sha256 == read_form(plain).sha256
