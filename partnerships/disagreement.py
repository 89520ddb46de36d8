"""The steps of disagreement of an agreement that names none of its own. They begin with a talk."""

USUAL_STEPS = (
    "The two people concerned talk about it, soon and informally",
    "The leads of both sides meet and look for a way forward together",
    "We put it in writing, and the senior leads of both sides answer in writing within 20 working days",
    "Somebody whom both sides trust and who has no part in it helps us to settle it",
    "All who signed meet, decide, and write down what they decided and why",
)


def steps_in(text: str) -> list[str]:
    """One step for each line of a text, or the usual steps when it holds none."""
    return [line for each in text.splitlines() if (line := " ".join(each.split())[:300])] or [*USUAL_STEPS]
