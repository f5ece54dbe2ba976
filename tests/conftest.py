"""How long the laws are tried: a bounded profile by default, `HYPOTHESIS_PROFILE=thorough` by hand."""

import os

from hypothesis import settings

# No timing is asserted: the first parse loads the grammar.
settings.register_profile("bounded", deadline=None, max_examples=100, print_blob=True)
settings.register_profile("thorough", settings.get_profile("bounded"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "bounded"))
