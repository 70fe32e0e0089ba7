//! Parses a long list in parallel parts, into one arena that is identical to that of a sequential parse.
//!
//! A long file is mostly one long list. Its items are split at the lines that begin them and parsed by as many threads
//! as there are processors. The text around the list is parsed separately, and the results are joined. If a part is
//! ambiguous, this module gives up and the caller parses the text as a whole. One exception: if a long file is
//! truncated because a save is in progress, only the last part is recovered, because parsing the whole text takes far
//! longer.

use super::arena::{Arena, index};
use super::parse::Depth;
use super::{Stored, StoredNode, recover};
use crate::diagnostic::{Problem, Span};
use std::ops::Range;
use std::thread;

/// A list shorter than this is not worth a thread, in bytes.
const WORTHWHILE: usize = 256 * 1024;

/// A block list with one item per `- ` line.
#[derive(Debug, PartialEq, Eq)]
struct LongList {
    /// The range of its lines.
    range: Range<usize>,
    /// The offsets of its items: the starts of their lines.
    items: Vec<usize>,
    /// The offset after its key, where the `:` is.
    colon: usize,
}

/// The arena of a text that is parsed in parts; `None` if it must be parsed as a whole.
pub(super) fn read_split(source: &str) -> Option<Arena> {
    read_in_parts(source, WORTHWHILE)
}

fn read_in_parts(source: &str, worthwhile: usize) -> Option<Arena> {
    if source.len() < worthwhile || has_lone_return(source) {
        return None;
    }
    let lists: Vec<_> = long_lists(source)?.into_iter().filter(|list| list.range.len() >= worthwhile).collect();
    if lists.is_empty() {
        return None;
    }
    let (frame, parts) = thread::scope(|scope| {
        let parts: Vec<Vec<_>> = lists
            .iter()
            .map(|list| cut(list).into_iter().map(|part| scope.spawn(|| read_part(source, part))).collect())
            .collect();
        let frame = read_frame(source, &lists);
        let parts: Option<Vec<Vec<ListPart>>> =
            parts.into_iter().map(|list| list.into_iter().map(|part| part.join().ok().flatten()).collect()).collect();
        (frame, parts)
    });
    join(source, frame?, &lists, whole(source, parts?)?)
}

/// One parsed part of a list, or why it is not valid YAML.
type ListPart = Result<Arena, (Range<usize>, Box<Problem>)>;

/// All parts, if all could be parsed, or all except the last one of the text. Recovering only the last part gives the
/// same result as recovering the whole text: the part before it has ended, and nothing follows that could close what it
/// leaves open.
fn whole(source: &str, mut parts: Vec<Vec<ListPart>>) -> Option<Vec<Vec<Arena>>> {
    if let Some(last) = parts.last_mut().and_then(|list| list.last_mut())
        && let Err((range, problem)) = last
        && source[range.end..].trim().is_empty()
    {
        *last = Ok(recover::recover_list(source, range.clone(), (**problem).clone()));
    }
    parts.into_iter().map(|list| list.into_iter().map(|part| part.ok().filter(is_list)).collect()).collect()
}

/// Whether the nodes form exactly one list.
fn is_list(part: &Arena) -> bool {
    part.nodes.first().is_some_and(|root| root.kind == Stored::List && root.link as usize == part.nodes.len())
}

/// Whether the text contains a carriage return without a newline, which YAML accepts as a line ending.
fn has_lone_return(source: &str) -> bool {
    source.contains('\r') && source.split('\n').any(|line| line.strip_suffix('\r').unwrap_or(line).contains('\r'))
}

/// Whether a line may have another meaning than it seems to have.
fn is_suspicious(line: &str) -> bool {
    ["%", "---", "...", "<<<<<<< ", "\u{feff}"].iter().any(|mark| line.starts_with(mark))
}

/// Every outermost block list that is the value of a key on a line of its own. `None` if there is none, or if any line
/// is ambiguous.
fn long_lists(source: &str) -> Option<Vec<LongList>> {
    let mut lists = Vec::new();
    let mut open: Option<(usize, LongList)> = None;
    let mut key = None;
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let indent = line.bytes().take_while(|byte| *byte == b' ').count();
        let content = line[indent..].trim_end_matches(['\n', '\r']);
        if content.starts_with('\t') || is_suspicious(line) {
            return None;
        }
        let start = offset;
        offset += line.len();
        if content.is_empty() || content.starts_with('#') {
            // It may continue a text in the last item.
            if let Some((_, list)) = open.as_mut().filter(|(at, _)| content.is_empty() || indent > *at) {
                list.range.end = offset;
            }
            continue;
        }
        let is_item = content == "-" || content.starts_with("- ");
        if let Some((at, list)) = &mut open {
            if indent > *at {
                list.range.end = offset;
                continue;
            }
            if indent == *at && is_item {
                list.items.push(start);
                list.range.end = offset;
                continue;
            }
            lists.extend(open.take().map(|(_, list)| list));
        }
        match key.take().filter(|_| is_item) {
            Some((key_indent, colon)) if indent >= key_indent => {
                open = Some((indent, LongList { range: start..offset, items: vec![start], colon }));
            }
            _ => key = key_without_value(content).map(|length| (indent, start + indent + length)),
        }
    }
    lists.extend(open.map(|(_, list)| list));
    (!lists.is_empty()).then_some(lists)
}

/// The length of the key in a line that contains only `key:`, perhaps with a comment.
fn key_without_value(content: &str) -> Option<usize> {
    let (key, rest) = content.split_once(':')?;
    let is_word = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let rest = rest.trim_start_matches(' ');
    (is_word && (rest.is_empty() || rest.starts_with('#'))).then_some(key.len())
}

/// Splits a list into as many parts of similar size as there are processors, each beginning with an item.
fn cut(list: &LongList) -> Vec<Range<usize>> {
    let parts = thread::available_parallelism().map_or(1, usize::from);
    let ideal = list.range.len().div_ceil(parts).max(1);
    let mut cuts = vec![list.range.start];
    for part in 1..parts {
        let wanted = list.range.start + part * ideal;
        let next = list.items.partition_point(|item| *item < wanted);
        cuts.extend(list.items.get(next).copied().filter(|item| cuts.last() < Some(item)));
    }
    cuts.push(list.range.end);
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Parses one part of a list as a text of its own.
fn read_part(source: &str, part: Range<usize>) -> Option<ListPart> {
    let mut arena = Arena::with_room_for(part.len());
    match arena.read(source, part.clone(), Depth::Inner) {
        Ok(()) => arena.notes.is_empty().then_some(Ok(arena)),
        Err(problem) => Some(Err((part, problem))),
    }
}

/// Parses everything around the lists; the lists count as empty. Spans are those of the whole text.
fn read_frame(source: &str, lists: &[LongList]) -> Option<Arena> {
    let mut text = String::new();
    let mut from = 0;
    for list in lists {
        text.push_str(&source[from..list.range.start]);
        from = list.range.end;
    }
    text.push_str(&source[from..]);
    let mut frame = Arena::default();
    frame.read(&text, 0..text.len(), Depth::Outer).ok().filter(|()| frame.notes.is_empty())?;
    for list in lists {
        let length = list.range.len();
        let moved =
            |offset: u32| if offset as usize > list.range.start { offset as usize + length } else { offset as usize };
        for entry in &mut frame.nodes {
            // A node that begins at the position of the list came after it, unless it is the gap of the list.
            let is_behind = entry.span.start as usize == list.range.start && entry.kind != Stored::Empty;
            let start = if is_behind { list.range.start + length } else { moved(entry.span.start) };
            entry.span = Span::new(start, moved(entry.span.end).max(start));
        }
    }
    Some(frame)
}

/// Inserts each list into the gap that its key left in the frame. Every node is moved once, and each part is dropped as
/// soon as its nodes are moved: the nodes of a long file take more memory than its text.
fn join(source: &str, frame: Arena, lists: &[LongList], parts: Vec<Vec<Arena>>) -> Option<Arena> {
    let gaps: Vec<usize> = lists.iter().map(|list| gap(source, &frame, list)).collect::<Option<_>>()?;
    // A list replaces the one node that is its gap; the list nodes of its later parts are omitted.
    let added: Vec<usize> =
        parts.iter().map(|parts| parts.iter().map(|part| part.nodes.len()).sum::<usize>() - parts.len()).collect();
    let ends: Vec<u32> = parts
        .iter()
        .map(|parts| parts.last().map_or(0, |part| part.nodes.first().map_or(0, |head| head.span.end)))
        .collect();
    let shift = |before: usize| -> usize {
        gaps.iter().zip(&added).filter(|(gap, _)| **gap < before).map(|(_, added)| added).sum()
    };
    let nodes = Vec::with_capacity(frame.nodes.len() + added.iter().sum::<usize>());
    let mut joined = Arena { nodes, decoded: frame.decoded, ..Arena::default() };
    let mut parts = parts.into_iter();
    for (at, mut entry) in frame.nodes.into_iter().enumerate() {
        if gaps.contains(&at) {
            parts.next().into_iter().for_each(|parts| append(&mut joined, parts));
            continue;
        }
        if matches!(entry.kind, Stored::Map | Stored::List) {
            let holds = |gap: usize| at < gap && gap < entry.link as usize;
            let end = gaps.iter().zip(&ends).filter(|(gap, _)| holds(**gap)).map(|(_, end)| *end).max();
            entry.span.end = entry.span.end.max(end.unwrap_or(0));
            entry.link += index(shift(entry.link as usize));
        }
        joined.nodes.push(entry);
    }
    Some(joined)
}

/// The index in the frame of the empty node that a list left. In flow style no line begins an item.
fn gap(source: &str, frame: &Arena, list: &LongList) -> Option<usize> {
    let is_key = |entry: &StoredNode| entry.kind == Stored::Plain && entry.span.end as usize == list.colon;
    let gap = frame.nodes.iter().position(is_key)? + 1;
    let holds = |at: usize, entry: &StoredNode| {
        matches!(entry.kind, Stored::Map | Stored::List) && at < gap && gap < entry.link as usize
    };
    let is_bracket = |entry: &StoredNode| matches!(source.as_bytes().get(entry.span.start as usize), Some(b'[' | b'{'));
    let is_between = frame.nodes.iter().enumerate().any(|(at, entry)| holds(at, entry) && is_bracket(entry));
    (frame.nodes.get(gap)?.kind == Stored::Empty && !is_between).then_some(gap)
}

/// Appends the nodes of one list, starting with the list node, with adjusted links.
fn append(joined: &mut Arena, parts: Vec<Arena>) {
    let head = joined.nodes.len();
    let mut end = 0;
    for (nth, part) in parts.into_iter().enumerate() {
        end = part.nodes.first().map_or(end, |head| head.span.end);
        let texts = index(joined.decoded.len());
        let is_later = nth > 0;
        let moved = index(joined.nodes.len()) - u32::from(is_later);
        let nodes = part.nodes.into_iter().skip(usize::from(is_later)).map(|entry| match entry.kind {
            Stored::Map | Stored::List => StoredNode { link: entry.link + moved, ..entry },
            Stored::PlainDecoded | Stored::QuotedDecoded => StoredNode { link: entry.link + texts, ..entry },
            Stored::Empty | Stored::Invalid | Stored::Plain | Stored::Quoted => entry,
        });
        joined.nodes.extend(nodes);
        joined.decoded.extend(part.decoded);
        joined.notes.extend(part.notes);
    }
    let link = index(joined.nodes.len());
    if let Some(head) = joined.nodes.get_mut(head) {
        head.link = link;
        head.span.end = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The nodes without the indexes of decoded texts; those texts are compared separately.
    fn shape(arena: &Arena) -> Vec<StoredNode> {
        let is_decoded = |entry: &StoredNode| matches!(entry.kind, Stored::PlainDecoded | Stored::QuotedDecoded);
        arena
            .nodes
            .iter()
            .map(|entry| if is_decoded(entry) { StoredNode { link: 0, ..*entry } } else { *entry })
            .collect()
    }

    /// Both ways of parsing agree: the parts give the arena of the whole text, or `None`.
    #[track_caller]
    fn check(source: &str) -> bool {
        let Some(parts) = read_in_parts(source, 1) else { return false };
        let mut whole = Arena::default();
        // A recovered collection may begin at the dash, or at the comment before it.
        let begun = |mut entry: StoredNode| {
            if matches!(entry.kind, Stored::Map | Stored::List) {
                entry.span.start = 0;
            }
            entry
        };
        match whole.read(source, 0..source.len(), Depth::Outer) {
            Ok(()) => assert_eq!(shape(&parts), shape(&whole), "{source:?}"),
            Err(first) => {
                whole = recover::recover(source, *first);
                let begun = |arena| shape(arena).into_iter().map(begun).collect::<Vec<_>>();
                assert_eq!(begun(&parts), begun(&whole), "{source:?}");
            }
        }
        let notes =
            |arena: &Arena| arena.notes.iter().map(|note| (note.span, note.message.clone())).collect::<Vec<_>>();
        assert_eq!(notes(&parts), notes(&whole), "{source:?}");
        let texts = |arena: &Arena| -> Vec<String> {
            let decoded = arena.nodes.iter().filter(|n| matches!(n.kind, Stored::PlainDecoded | Stored::QuotedDecoded));
            decoded.map(|entry| arena.decoded[entry.link as usize].to_string()).collect()
        };
        assert_eq!(texts(&parts), texts(&whole));
        true
    }

    #[test]
    fn parts_give_the_same_arena_as_the_whole() {
        for source in [
            "a:\n  - 1\n  - 2\n  - 3\nb: 4\n",
            "a:\n- x: 1\n  y: [2, 3]\n- z\nb:\n- q\n",
            "s:\n  r:\n    - { id: a }\n  log: # here\n    # first\n    - { at: 1, t: \"a\\n\" }\n\n    - at: 2\n      t: >-\n        folded\n        text\n  note: x\nend: y",
            "a:\r\n  - 1\r\n  - 2\r\nb: 3\r\n",
            "k:\n- k:\n    ? q\n      -\n      # c\n",
            "a:\n- 1\n- b: >-\n    # no comment\nc: 2\n",
            "a:\n- 1\n- |+\n  kept\n\n\nb: 2\n",
        ] {
            assert!(check(source), "{source:?} can be read in parts");
        }
    }

    #[test]
    fn a_text_that_is_torn_off_is_recovered_from_its_last_part() {
        for source in [
            "a:\n  - 1\n  - 2\n  - { x: 1, y",
            "a:\n  - 1\n  - x: 2\n    y: \"3\n",
            "a: 1\nb:\n  - 1\n  - 2\n  - 3\n  - [4\n",
        ] {
            assert!(check(source), "{source:?} can be read in parts");
        }
    }

    #[test]
    fn what_only_looks_like_a_list_is_left_to_the_whole() {
        for source in [
            "note: |\n  log:\n    - a\n    - b\n",
            "a: text\n  - not an item\n",
            "---\na:\n  - 1\n",
            "a:\n\t- 1\n",
            "- 1\n- 2\n",
            "a: [\n  - 1\n]\n",
            "[1,\n k:\n - - n\n]\n",
        ] {
            assert!(!check(source), "{source:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_text_is_read_differently_in_parts(lines in prop::collection::vec(
            (0usize..4, prop::sample::select(vec![
                "- a", "- b: 1", "- {c: d}", "-", "k:", "log:", "k: v", "k: |", "k: \"x", "y\"", "[1,", "]", "# c", "",
                "text", "- - n", "- k:", "? q", "k: >-", "'", "- 'a: b'", "é: ü",
            ])), 0..12)) {
            let source: String = lines.iter().map(|(indent, text)| format!("{}{text}\n", "  ".repeat(*indent))).collect();
            check(&source);
        }
    }
}
