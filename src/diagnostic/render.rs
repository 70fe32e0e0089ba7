//! Ways to show problems: siblings that read the same data.
