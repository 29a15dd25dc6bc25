"""How a case is written down: a sentence, where its expectation comes from, what goes in, what must come out."""


class Disagreement(AssertionError):
    """The contract's own row and the reference differ: one of the two was misread."""


def from_contract(name, given, expect, computed):
    """A row whose expectation was copied by hand out of the contract; the reference has to agree with it."""
    if expect != computed:
        raise Disagreement(f"{name}\n  contract:  {expect}\n  reference: {computed}")
    return {"name": name, "from": "contract", "input": given, "expect": expect}


def from_reference(name, given, expect):
    return {"name": name, "from": "reference", "input": given, "expect": expect}


def once(cases):
    """The cases in order; two of the same input or the same name would be a mistake in the sources."""
    names, inputs = set(), []
    for case in cases:
        if case["name"] in names or case["input"] in inputs:
            raise AssertionError(f"twice: {case['name']}")
        names.add(case["name"])
        inputs.append(case["input"])
    return cases
