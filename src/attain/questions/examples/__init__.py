"""The worked examples of a plan: what is given becomes facts, the kernel calculates, the results are compared."""

from attain.questions.examples.running import ExampleResult, example_problems, run_examples

__all__ = ["ExampleResult", "example_problems", "run_examples"]
