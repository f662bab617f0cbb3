"""Other formats in and out: pure functions between text and plain rows. They open no file and know no inspection."""
