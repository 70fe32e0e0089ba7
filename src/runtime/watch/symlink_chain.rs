//! The locations on disk that decide what a path resolves to.
//!
//! A watchlist can be a symlink to a symlink in a folder that is replaced as a whole. Each link of that chain, and the
//! file at its end, is a [step](SymlinkChain::steps). A replacement of a step is visible in the folder that contains
//! it. A watch on the file itself would end with the first save by rename.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

/// The limit above that of any kernel: a longer chain is a loop.
const MAX_LINKS: usize = 40;

/// The device and inode of a folder; `None` while it does not exist.
pub(crate) type FolderId = Option<(u64, u64)>;

/// A path, resolved as far as it exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SymlinkChain {
    /// The links and the file, each by its canonical path.
    pub(crate) steps: BTreeSet<PathBuf>,
    /// The folders that contain the steps.
    pub(crate) folders: BTreeMap<PathBuf, FolderId>,
}

impl SymlinkChain {
    /// Resolves a path from the root of the file system.
    pub(crate) fn resolve(path: &Path) -> Self {
        let mut chain = Self::default();
        let mut here = PathBuf::from("/");
        let mut ahead = names(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        let mut links = 0;
        while let Some(name) = ahead.pop() {
            if name == ".." {
                here.pop();
                continue;
            }
            let step = here.join(&name);
            match std::fs::read_link(&step) {
                Ok(target) if links < MAX_LINKS => {
                    links += 1;
                    if target.is_absolute() {
                        here = PathBuf::from("/");
                    }
                    ahead.extend(names(&target));
                    chain.add(step);
                }
                _ if ahead.is_empty() => chain.add(step),
                _ => here = step,
            }
        }
        chain
    }

    fn add(&mut self, step: PathBuf) {
        if let Some(folder) = step.parent() {
            let id = folder.metadata().ok().map(|metadata| (metadata.dev(), metadata.ino()));
            self.folders.insert(folder.to_owned(), id);
        }
        self.steps.insert(step);
    }
}

/// The components of a path in reverse order, so that the next one is popped from the end.
fn names(path: &Path) -> Vec<OsString> {
    let walked = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some(OsString::from("..")),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
    });
    let mut names: Vec<_> = walked.collect();
    names.reverse();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap();
        (folder, path)
    }

    #[track_caller]
    fn check(path: &Path, steps: &[PathBuf]) {
        let chain = SymlinkChain::resolve(path);
        assert_eq!(chain.steps, steps.iter().cloned().collect());
        assert!(chain.steps.iter().all(|step| chain.folders.contains_key(step.parent().unwrap())));
    }

    #[test]
    fn a_plain_file_is_one_step() {
        let (_guard, root) = folder();
        fs::write(root.join("a"), "").unwrap();
        check(&root.join("a"), &[root.join("a")]);
    }

    #[test]
    fn a_missing_file_is_still_a_step() {
        let (_guard, root) = folder();
        check(&root.join("gone/a"), &[root.join("gone/a")]);
        assert_eq!(SymlinkChain::resolve(&root.join("gone/a")).folders[&root.join("gone")], None);
    }

    #[test]
    fn every_link_on_the_way_is_a_step() {
        let (_guard, root) = folder();
        fs::create_dir(root.join("v1")).unwrap();
        fs::write(root.join("v1/list"), "").unwrap();
        symlink("v1", root.join("..data")).unwrap();
        symlink("..data/list", root.join("list")).unwrap();
        fs::create_dir(root.join("home")).unwrap();
        symlink("../list", root.join("home/mine")).unwrap();
        check(
            &root.join("home/mine"),
            &[root.join("home/mine"), root.join("list"), root.join("..data"), root.join("v1/list")],
        );
    }

    #[test]
    fn a_loop_of_links_ends() {
        let (_guard, root) = folder();
        symlink("b", root.join("a")).unwrap();
        symlink("a", root.join("b")).unwrap();
        check(&root.join("a"), &[root.join("a"), root.join("b")]);
    }
}
