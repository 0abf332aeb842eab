"""Every symbol of a chapter, once; one file a chapter."""
