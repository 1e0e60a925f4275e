"""The benchmarks behind ``palpate bench``."""
