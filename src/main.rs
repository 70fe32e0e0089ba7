//! Arguments, dispatch, exit code.

fn main() {}
