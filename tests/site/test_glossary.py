from maturin_compliance.site.glossary import ABBREVIATIONS, TERMS, glossary_page


def test_every_term_is_on_the_page_and_marked_in_the_text() -> None:
    page = glossary_page()
    assert page.startswith("# Glossary\n")
    for term, meaning in TERMS.items():
        assert f"\n`{term}`\n:   {meaning}\n" in page
        assert ABBREVIATIONS[term] == ABBREVIATIONS[f"{term}s"] == meaning


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    listed = [line.strip("`") for line in glossary_page().splitlines() if line.startswith("`")]
    assert listed == sorted(TERMS, key=str.casefold)
