"""The report on paper: the only ReportLab. A `ReportInput` becomes a document of plain blocks, then pages."""
