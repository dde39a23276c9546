from policylint.language.parse import model_version, read_clauses


def test_a_command_is_told_from_a_statement() -> None:
    command, statement = read_clauses(["Use good judgement in every reply.", "The town uses three accounts."])
    assert command.imperative
    assert not statement.imperative


def test_the_subject_is_who_acts() -> None:
    text = "The press officer approves every post."
    (reading,) = read_clauses([text])
    assert [text[start:end] for start, end in reading.subjects] == ["The press officer"]


def test_the_agent_of_a_passive_is_who_acts() -> None:
    text = "Comments are removed by the administrator."
    (reading,) = read_clauses([text])
    assert reading.passive
    assert "administrator" in text[reading.agents[0][0] : reading.agents[0][1]]


def test_reading_is_the_same_alone_and_in_company() -> None:
    texts = ["Be kind.", "Staff must ask the editor.", "Nobody may post."]
    assert list(read_clauses(texts)) == [reading for text in texts for reading in read_clauses([text])]


def test_a_clause_without_words_is_read_as_nothing() -> None:
    (reading,) = read_clauses(["---"])
    assert reading.subjects == ()


def test_the_weights_are_named_with_their_version() -> None:
    assert "3.8" in model_version()
