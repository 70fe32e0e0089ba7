//! Files as many hands write them, from a tape of choices: indentation, brackets, quotes, block texts, comments and blank
//! lines wherever they may stand, either line ending, with and without a final one, with and without a byte-order mark.

/// Writes a watchlist as the tape says.
pub struct Hand<'t> {
    tape: &'t [u8],
    next: usize,
    out: String,
}

/// Whole texts of `note:` values, for a key at the given column.
const NOTES: [&str; 9] = [
    "plain words",
    "'single '' quotes # no comment'",
    "\"double: \\\"quotes\\\"\"",
    ">-\n~folded\n~\n~# no comment\n~text",
    "|\n~literal: x\n~- y",
    "|+\n~kept\n\n",
    ">2-\n~~deep",
    "plain over\n~two lines",
    "\"quoted over\n\n~three lines\"",
];

impl<'t> Hand<'t> {
    /// The whole file.
    pub fn write(tape: &'t [u8]) -> String {
        let mut hand = Hand { tape, next: 0, out: String::new() };
        hand.file();
        let Hand { mut out, .. } = hand;
        let (ending, mark) = (tape.first().copied().unwrap_or(0), tape.get(1).copied().unwrap_or(0));
        if ending & 2 == 2 {
            let kept = out.trim_end_matches('\n').len();
            out.truncate(kept);
        }
        if ending & 1 == 1 {
            out = out.replace('\n', "\r\n");
        }
        if mark & 1 == 1 { format!("\u{feff}{out}") } else { out }
    }

    /// One of so many.
    fn pick(&mut self, of: u8) -> u8 {
        let at = self.next;
        self.next += 1;
        self.tape.get(at + 2).copied().unwrap_or(0) % of
    }

    fn rarely(&mut self) -> bool {
        self.pick(4) == 3
    }

    /// A line at a column, perhaps with a comment behind it, and perhaps with comments and blank lines below it.
    fn line(&mut self, column: usize, text: &str) {
        self.out.push_str(&format!("{}{text}", " ".repeat(column)));
        let can_have_comment = !text.contains('\n') && !text.ends_with("- ");
        if can_have_comment && self.rarely() {
            let comment = [" # beside", "   #| - { template: TIME }", " "][usize::from(self.pick(3))];
            self.out.push_str(comment);
        }
        self.out.push('\n');
        // A comment line within or right behind a block text may end it early: none there.
        if text.contains('\n') {
            return;
        }
        while self.rarely() {
            let column = [0, column, column + 2, column + 4][usize::from(self.pick(4))];
            let text = ["", "# a remark", "#| - { template: TIME }", "#"][usize::from(self.pick(4))];
            if text.is_empty() {
                self.out.push('\n');
            } else {
                self.out.push_str(&format!("{}{text}\n", " ".repeat(column)));
            }
        }
    }

    fn note(&mut self, column: usize) {
        if self.rarely() {
            let note = NOTES[usize::from(self.pick(u8::try_from(NOTES.len()).expect("a short list")))];
            let deeper = " ".repeat(column + 2);
            // A bracket for the blanks of a text that says how deep it stands.
            let note = note.replace("~~", &format!("{deeper}  ")).replace('~', &deeper);
            self.line(column, &format!("note: {note}"));
        }
    }

    fn file(&mut self) {
        if self.rarely() {
            self.line(0, "# a file of ours");
        }
        self.line(0, "title: T");
        self.line(0, "zone: Asia/Gaza");
        self.line(0, "sources: { ap: { name: AP, reliability: B } }");
        let mut sections = [0, 1, 2];
        sections.rotate_left(usize::from(self.pick(3)));
        for section in sections {
            match section {
                0 => self.spillover(),
                1 => self.checklist(),
                _ => self.list(0, "tallies", &["{ id: a, what: dead, value: 1 }"]),
            }
        }
        self.note(0);
    }

    fn spillover(&mut self) {
        match self.pick(6) {
            0 => {}
            1 => self.line(0, "spillover:"),
            2 => self.line(0, "spillover: {}"),
            _ => {
                let column = 1 + usize::from(self.pick(4));
                self.line(0, "spillover:");
                self.line(column, "half_life: 7d");
                let entries = [
                    "{ at: 2026-01-01, severity: minor, text: \"a, b\" }",
                    "{at: \"2026-01-02\", severity: 'severe', text: it is}",
                ];
                self.list(column, "log", &entries);
                self.note(column);
            }
        }
    }

    fn checklist(&mut self) {
        let step = usize::from(self.pick(3));
        self.line(0, "checklists:");
        let gap = " ".repeat(1 + usize::from(self.pick(3)));
        self.line(step, &format!("-{gap}id: c"));
        let column = step + 1 + gap.len();
        self.line(column, "name: C");
        if self.pick(5) == 4 {
            self.line(column, "items: [ { id: h, title: H, reports: [] }, { id: i, title: I } ]");
            return;
        }
        self.line(column, "items:");
        let inner = column + usize::from(self.pick(3));
        for id in ["h", "i", "j"] {
            self.line(inner, &format!("- id: {id}"));
            self.note(inner + 2);
            self.line(inner + 2, "title: 'T'");
            if self.rarely() {
                self.line(inner + 2, "checked: \"2026-01-01\"");
            }
            self.list(
                inner + 2,
                "reports",
                &["{ at: 2026-01-01, status: dormant }", "{ status: agreed, at: 2026-01-02 }"],
            );
            self.note(inner + 2);
        }
    }

    /// A key with a list, in one of the many ways to write none, one or more entries.
    fn list(&mut self, column: usize, key: &str, entries: &[&str]) {
        let count = 1 + usize::from(self.pick(u8::try_from(entries.len()).expect("a short list")));
        let entries = &entries[..count];
        match self.pick(9) {
            0 => {}
            1 => self.line(column, &format!("{key}:")),
            2 => self.line(column, &format!("{key}: []")),
            3 => self.line(column, &format!("{key}: ~")),
            4 => self.line(column, &format!("{key}: [ {} ]", entries.join(", "))),
            5 => {
                let deeper = " ".repeat(column + 2);
                self.line(column, &format!("{key}: [\n{deeper}{},\n{deeper}]", entries.join(&format!(",\n{deeper}"))));
            }
            6 => {
                self.line(column, &format!("{key}:"));
                let dash = column + usize::from(self.pick(4));
                entries.iter().for_each(|entry| self.line(dash, &format!("- {entry}")));
            }
            _ => {
                self.line(column, &format!("{key}:"));
                let dash = column + usize::from(self.pick(4));
                let gap = " ".repeat(1 + usize::from(self.pick(3)));
                for entry in entries {
                    let pairs = entry.trim_matches(['{', '}', ' ']).replace("\"a, b\"", "a b");
                    for (nth, pair) in pairs.split(", ").enumerate() {
                        let before = if nth == 0 { format!("-{gap}") } else { " ".repeat(gap.len() + 1) };
                        self.line(dash, &format!("{before}{pair}"));
                    }
                    self.note(dash + 1 + gap.len());
                }
            }
        }
    }
}
