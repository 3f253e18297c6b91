//! The grid of cells.

/// Rows of text, all of one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    cols: usize,
    rows: Vec<String>,
}

impl Screen {
    /// A blank screen.
    pub fn new(cols: usize, rows: usize) -> Self {
        let rows = vec![" ".repeat(cols); rows];
        Self { cols, rows }
    }

    /// Columns and rows.
    pub fn size(&self) -> (usize, usize) {
        (self.cols, self.rows.len())
    }

    /// All rows, joined by line feeds.
    pub fn content(&self) -> String {
        self.rows.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_screen_is_blank() {
        assert_eq!(Screen::new(2, 2).content(), "  \n  ");
    }
}
