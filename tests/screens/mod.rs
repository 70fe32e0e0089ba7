//! The screen, from the state to the cells: golden frames and scripted sessions.

mod changes;
mod charts;
mod demo;
mod filter;
mod forms;
mod golden;
mod long;
mod operator;
mod real;
mod region;
mod reviews;
mod sessions;
mod travel;
