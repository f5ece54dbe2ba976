"""The table of plans in the docs is what the code gives."""

from tests.contract.planning_table import EXPRESSIONS, PAGE, written


def test_the_page_holds_the_plans_that_are_made() -> None:
    page = PAGE.read_text("utf-8")
    assert written(page) == page
    assert len(EXPRESSIONS) == 20
    assert page.count("| yes |") + page.count("| no |") == 20
