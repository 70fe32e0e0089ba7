//! The picture of the README is the board as it is drawn now.

#[expect(dead_code, reason = "an example has a function `main`, and this takes only the picture")]
#[path = "../../examples/picture.rs"]
mod drawing;

#[test]
fn the_picture_of_the_readme_is_the_board() {
    let file = include_str!("../../docs/board.svg");
    let drawn = drawing::svg(&drawing::frame());
    assert!(drawn == file, "`cargo run --example picture > docs/board.svg` draws it anew");
}
