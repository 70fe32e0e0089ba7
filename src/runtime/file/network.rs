//! File systems that do not report saves made on other machines.

use std::fs::File;
use std::path::Path;

/// The name of the network or shared file system that holds a file; `None` if it is local or unknown.
#[cfg(target_os = "linux")]
pub(crate) fn name_of_file_system(path: &Path) -> Option<&'static str> {
    name_of(rustix::fs::statfs(path).ok()?)
}

/// Whether other machines may write to an open file.
#[cfg(target_os = "linux")]
pub(crate) fn is_on_network(file: &File) -> bool {
    rustix::fs::fstatfs(file).ok().and_then(name_of).is_some()
}

#[cfg(target_os = "linux")]
fn name_of(file_system: rustix::fs::StatFs) -> Option<&'static str> {
    let kind = i128::from(file_system.f_type);
    NETWORKS.iter().find(|(magic, _)| kind == i128::from(*magic)).map(|(_, name)| *name)
}

/// Not implemented on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn name_of_file_system(_: &Path) -> Option<&'static str> {
    None
}

/// Not implemented on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_on_network(_: &File) -> bool {
    false
}

/// `statfs` magic numbers of the Linux kernel (`linux/magic.h`, `statfs(2)`).
#[cfg(target_os = "linux")]
const NETWORKS: [(u32, &str); 8] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x00c3_6400, "Ceph"),
    (0x5346_414f, "AFS"),
];
