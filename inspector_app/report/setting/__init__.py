"""Sets the document's blocks on pages: lines, grids, boxes, charts and notes, each with its place in the tag tree."""
