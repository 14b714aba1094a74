"""Pages elsewhere: the address that stands for a page, its card, charts as files and in frames, and how to cite it."""
