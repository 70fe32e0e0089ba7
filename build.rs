//! How the program is linked: on Linux with glibc, at a fixed address.
//!
//! The tables of all time zones hold some 33,000 pointers. In a program that can lie anywhere the loader has to write
//! each of them at every start, and so to copy a megabyte of pages: a fifth of the time to the first frame. ARCHITECTURE.md
//! weighs what that costs.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    // Elsewhere the start-up files or the system itself may insist on a program that can be moved.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
