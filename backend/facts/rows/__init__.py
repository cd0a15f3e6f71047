"""The cells of a spreadsheet's row, read as people write them, for whichever register the row belongs to."""
