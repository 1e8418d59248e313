"""What several kinds of tests need: fakes, engines, sample reports."""
