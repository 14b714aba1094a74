"""What `salaries` tells whoever listens, without knowing who: guides judge their figures again.

`pay_changed` comes in the transaction of the change, when the estimates are in step again. It carries `cells`: those
whose estimates were worked out again, with those of the places around them; None for all there are. And `keys`: those
of the records that changed or went singly. Records that came in bulk are not named.
"""

from django.dispatch import Signal

pay_changed = Signal()
