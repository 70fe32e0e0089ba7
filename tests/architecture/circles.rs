//! Circles of imports between the modules of one folder.
//!
//! A folder's modules may use their parents and children freely. Where two of them use each other, also by way of others or
//! of a re-export, neither can be read, or moved, without the other.

use super::scan::{UsedPath, paths, tokens, without_tests};
use std::collections::{BTreeMap, BTreeSet};

/// Every circle, named by a folder and the modules in it, such as `runtime::save: place, stale_temp`.
pub fn circles(sources: &[(String, String)]) -> Vec<String> {
    let modules: BTreeMap<_, _> =
        sources.iter().map(|(file, source)| (module_of(file), paths(&without_tests(tokens(source))))).collect();
    let mut folders: BTreeMap<Vec<String>, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (module, used) in &modules {
        for target in used.iter().filter_map(|path| target(&modules, module, &path.segments)) {
            let shared = module.iter().zip(&target).take_while(|(own, other)| own == other).count();
            if let (Some(own), Some(other)) = (module.get(shared), target.get(shared)) {
                let folder = folders.entry(module[..shared].to_vec()).or_default();
                folder.entry(own.clone()).or_default().insert(other.clone());
            }
        }
    }
    let in_folder = |(folder, uses): (Vec<String>, BTreeMap<String, BTreeSet<String>>)| {
        let together: BTreeSet<Vec<String>> = uses
            .keys()
            .map(|module| {
                let reached = reachable(&uses, module);
                let back = |other: &&String| reachable(&uses, other).contains(module);
                reached.iter().filter(back).cloned().collect()
            })
            .collect();
        let names = together.into_iter().filter(|modules: &Vec<String>| modules.len() > 1);
        names.map(|modules| format!("{}: {}", folder.join("::"), modules.join(", "))).collect::<Vec<_>>()
    };
    folders.into_iter().flat_map(in_folder).collect()
}

/// `src/runtime/save/mod.rs` is `["runtime", "save"]`.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|name| *name != "lib").map(ToOwned::to_owned).collect()
}

/// The module that a path leads to, if it is one of ours; re-exports are followed.
fn target(modules: &BTreeMap<Vec<String>, Vec<UsedPath>>, from: &[String], path: &[String]) -> Option<Vec<String>> {
    let mut at = absolute(modules, from, path)?;
    // As often as re-exports are chained at most.
    for _ in 0..5 {
        let length = (0..=at.len()).rev().find(|length| modules.contains_key(&at[..*length]))?;
        let Some(item) = at.get(length) else { return Some(at) };
        let module = &at[..length];
        let exported =
            modules[module].iter().filter(|used| used.segments.last() == Some(item) && used.segments.len() > 1);
        let source = exported.filter_map(|used| absolute(modules, module, &used.segments)).find(|source| *source != at);
        match source {
            Some(source) => at = [&source[..], &at[length + 1..]].concat(),
            None => return Some(module.to_vec()),
        }
    }
    None
}

/// A path from the root of the crate.
fn absolute(modules: &BTreeMap<Vec<String>, Vec<UsedPath>>, from: &[String], path: &[String]) -> Option<Vec<String>> {
    let ups = path.iter().take_while(|segment| *segment == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([from, &path[1..]].concat()),
        "super" => Some([from.get(..from.len().checked_sub(ups)?)?, &path[ups..]].concat()),
        first => {
            let child = [from, &[first.to_owned()]].concat();
            modules.contains_key(&child).then(|| [from, path].concat())
        }
    }
}

fn reachable(uses: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from.to_owned()];
    while let Some(module) = next.pop() {
        let new = uses.get(&module).into_iter().flatten().filter(|other| reached.insert((*other).clone()));
        next.extend(new.cloned().collect::<Vec<_>>());
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[track_caller]
    fn check(sources: &[(&str, &str)], expected: &[&str]) {
        let sources: Vec<_> = sources.iter().map(|(file, source)| ((*file).to_owned(), (*source).to_owned())).collect();
        assert_eq!(circles(&sources), expected);
    }

    #[test]
    fn modules_that_use_each_other_are_found_also_by_way_of_others_and_of_re_exports() {
        let root = ("src/a/mod.rs", "pub use b::B; mod b; mod c; mod d;");
        check(&[root, ("src/a/b.rs", "use super::c::C;"), ("src/a/c.rs", "use crate::a::B;")], &["a: b, c"]);
        let three = [("src/a/b.rs", "use super::c;"), ("src/a/c.rs", "use super::d::D;")];
        check(
            &[root, three[0], three[1], ("src/a/d/mod.rs", "mod e;"), ("src/a/d/e.rs", "use super::super::B;")],
            &["a: b, c, d"],
        );
    }

    #[test]
    fn parents_children_and_tests_make_no_circle() {
        let root = ("src/a/mod.rs", "use b::f; mod b; mod c; pub struct A;");
        let with_tests = ("src/a/c.rs", "#[cfg(test)] mod tests { use super::super::b::f; }");
        check(&[root, ("src/a/b.rs", "use super::A; use super::c::C;"), with_tests], &[]);
    }
}
