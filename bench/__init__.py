"""Speed, measured: `make bench`. Figures are ratios against a bare limit taken in the same run, so machines compare."""
