"""Seeded drawing (splitmix64), so that the drawn cases are the same with every version of Python."""
MASK = 2**64 - 1


class Draw:
    def __init__(self, seed):
        self.state = seed & MASK

    def word(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def between(self, low, high):
        """A whole number, both ends included."""
        return low + self.word() % (high - low + 1)

    def one_of(self, choices):
        return choices[self.word() % len(choices)]

    def chance(self, percent):
        return self.word() % 100 < percent

    def amount(self, whole_max, places):
        """An amount as text with at most so many decimals, small ones as likely as large ones."""
        whole = self.between(0, 10 ** self.between(0, len(str(whole_max)) - 1))
        if places == 0 or self.chance(25):
            return str(whole)
        return f"{whole}.{self.between(0, 10**places - 1):0{places}d}".rstrip("0").rstrip(".")
